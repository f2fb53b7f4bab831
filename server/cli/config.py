"""``kutip config``."""

from server.cli.common import Common
from server.cli.show import console, show_json


def run_config(common: Common, as_json: bool) -> None:
    """Show the settings; a secret one only as set or not."""
    settings = common.settings()
    values = settings.model_dump(mode="json")
    if as_json:
        show_json(values)
        return
    out = console()
    for name, field in type(settings).model_fields.items():
        out.print(f"KUTIP_{name.upper()}={'' if values[name] is None else values[name]}", style="bold")
        out.print(f"    {field.description}")
