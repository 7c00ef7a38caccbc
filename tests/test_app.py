"""The application as a whole: scans everywhere, keys, language, faults, small windows."""

from __future__ import annotations

from staging import Stage, code_of, settled

from kiosk.widgets.verdict import VerdictStrip


async def test_a_scan_is_answered_on_every_screen_and_under_a_dialog(stage: Stage) -> None:
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await stage.scan(pilot, code_of(1))
        assert "Anna [." in str(stage.app.screen.query_one(VerdictStrip).content)
        await pilot.press("f12")
        await settled(pilot)
        await stage.scan(pilot, code_of(2))
        assert "Jürgen G." in str(stage.app.screen.query_one(VerdictStrip).content)
