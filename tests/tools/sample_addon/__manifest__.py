{
    "name": "Sample",
    "summary": "One of each construct that the port rewrites; not part of the product",
    "version": "1.0.0",
    "author": "Digiflow",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": ["mail"],
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "data/cron.xml",
        "views/sample_visit_views.xml",
        "views/res_config_settings_views.xml",
    ],
}
