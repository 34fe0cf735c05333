import { expect, test } from "vitest";
import { isTimeToSend } from "../../../functions/send-email/batch.ts";
import { stepBatch } from "../../support/steps.ts";

test.each([
	[59, false],
	[60, false],
	[61, true],
])("with %i s left a send is begun: %s", (seconds, isBegun) => {
	const { batch } = stepBatch();
	const deadline = batch.deps.clock.now() + seconds * 1000;
	expect(isTimeToSend({ ...batch, deadline })).toBe(isBegun);
});
