"""What `make bench` measures, a module each; see the package's docstring to add one."""

# Later ones take the databases and figures that earlier ones left in the scene.
ORDER = (
    "stock_load",
    "list_import",
    "duplicates",
    "distribution",
    "undo",
    "progress",
    "call_queue",
    "client_counts",
    "dashboard",
    "radar",
)
