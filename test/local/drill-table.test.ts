import { expect, test } from "vitest";
import { ALARM_IDS } from "../../core/alarm-ids.ts";
import { ALARMS } from "../../infra/constructs/alarms/alarms.ts";
import { DRILLS } from "../../local/drills/table.ts";

test("every alarm has an id that commands know", () => {
	expect(ALARMS.map(({ id }) => id)).toEqual(ALARM_IDS);
});

test("every alarm has a drill, with its title and its severity, and every drill an alarm", () => {
	expect(
		DRILLS.map(({ alarm, title, severity }) => [alarm, title, severity]),
	).toEqual(ALARMS.map(({ id, title, severity }) => [id, title, severity]));
});

test("what a drill does follows the word Would", () => {
	for (const { does } of DRILLS) expect(does).toMatch(/^[a-z].*[^.]$/);
});
