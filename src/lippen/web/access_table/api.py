from lippen.organisation.vocabulary import Scope
from lippen.web.access_table.lines import ANYONE, POST, Line

LINES = (
    Line("api:page", ANYONE, "Anyone reads how other systems talk to Lippen; it holds no record."),
    Line("api:description", ANYONE, "Machines read OpenAPI's description of the interface; it holds no record."),
    Line("api:plans", ANYONE, "A token lists its council's plans.", audit="api.plans", scope=Scope.READ_PLANS),
    Line("api:plan", ANYONE, "A token reads a plan of its council.", audit="api.plan", scope=Scope.READ_PLANS),
    Line(
        "api:plan_actions", ANYONE, "A token reads a plan's actions.", audit="api.plan_actions", scope=Scope.READ_PLANS
    ),
    Line("api:action", ANYONE, "A token reads an action.", audit="api.action", scope=Scope.READ_PLANS),
    Line("api:write_update", ANYONE, "A token writes an update.", methods=POST, scope=Scope.WRITE_UPDATES),
    Line("api:papers", ANYONE, "A token lists issued papers.", audit="api.papers", scope=Scope.READ_PAPERS),
    Line("api:paper", ANYONE, "A token reads an issued paper.", audit="api.paper", scope=Scope.READ_PAPERS),
    Line("api:paper_file", ANYONE, "A token fetches a file.", audit="api.paper_file", scope=Scope.READ_PAPERS),
)
