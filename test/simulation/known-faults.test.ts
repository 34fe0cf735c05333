import { expect, test } from "vitest";
import { KNOWN_FAULTS, type KnownFault } from "./known-faults.ts";

/** Expected to fail until the core is mended. */
const OPEN = ["j"];
const isOpen = ({ name }: KnownFault) => OPEN.includes(name.slice(0, 1));

test.fails.each(KNOWN_FAULTS.filter(isOpen))("$name", async ({ run }) => {
	const { figure, isWell } = await run();
	expect(isWell, figure).toBe(true);
});

test.each(KNOWN_FAULTS.filter((fault) => !isOpen(fault)))(
	"$name",
	async ({ run }) => {
		const { figure, isWell } = await run();
		expect(isWell, figure).toBe(true);
	},
);
