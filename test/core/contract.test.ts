import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PACKAGE_VERSION } from "../../core/contract.ts";

test("the version that a stack tells of is the package's", () => {
	const file = join(import.meta.dirname, "..", "..", "package.json");
	expect(PACKAGE_VERSION).toBe(JSON.parse(readFileSync(file, "utf8")).version);
});
