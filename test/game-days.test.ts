import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ALARMS } from "../infra/constructs/alarms/alarms.ts";

const FOLDER = join(import.meta.dirname, "end-to-end", "game-days");
const gameDays = readdirSync(FOLDER)
	.map((file) => readFileSync(join(FOLDER, file), "utf8"))
	.join("\n");

describe("the game days", () => {
	test.each(ALARMS)("follow the runbook's section $id", ({ id }) => {
		expect(gameDays).toContain(`day.follow("${id}"`);
	});
});
