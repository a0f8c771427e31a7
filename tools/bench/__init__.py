"""`make bench`: how fast the addon is, beside Odoo as it comes and beside bare SQL, in one run.

A run makes a database of its own and a made-up list, measures, and prints ratios; it asserts no
times. Outside of Odoo, on the tool's Python: `main` (the command), `scene` (databases, files,
processes), `lines` (the table) and `made_up` (the list). A measure is a module of `measures` with
two halves:

- `measure(scene)` runs outside and returns the `Line`s of the table;
- the functions that it names in `scene.job("bench.measures.<module>:<function>", ...)` run in
  Odoo's shell, each in a fresh process: they get `env` and plain values, and return plain values.
  They import `odoo` where they use it, for the module is loaded outside too.

To add a line: such a module, and its name in `measures.ORDER`. What an earlier measure left (the
databases with their leads, Odoo's own speed) stands in the scene.
"""
