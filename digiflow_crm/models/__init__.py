# In the order of the commercial process.
from . import pipeline
from . import prospecting
from . import calls
from . import info_pack
from . import meeting
from . import requirements
from . import proposal
from . import kickoff
from . import clients
from . import satisfaction
from . import training
from . import quality
from . import indicators
from . import finance
from . import dashboard
