-- Odoo's own role: it makes databases and is no superuser. Run by the image on a new cluster, and
-- again by tools/dev/compose.py so that the role's password follows .env.
\getenv password POSTGRES_PASSWORD
SELECT 'CREATE ROLE odoo LOGIN CREATEDB'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'odoo')
\gexec
ALTER ROLE odoo PASSWORD :'password';
-- The superuser is for commands inside this container (its socket asks no password), not for the network.
ALTER ROLE postgres PASSWORD NULL;
