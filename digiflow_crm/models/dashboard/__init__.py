from . import digiflow_dashboard
from . import digiflow_workday
from . import digiflow_quarterly_report
from . import digiflow_quarterly_report_document
from . import digiflow_quarterly_report_signing
from . import ir_attachment
