from lippen.web.access_table.lines import ANYONE, WRITE, Line

LINES = (Line("demo:enter", ANYONE, "In the demonstration only: enter as anyone.", methods=WRITE, demo_only=True),)
