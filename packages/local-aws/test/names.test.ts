import { expect, test } from "vitest";
import { Names } from "../names.ts";

test("a stack that needs the output of one that is not there says which to make first", () => {
	const names = new Names(
		{ Resources: {} },
		{ stackName: "Shop", region: "us-east-1", endpoint: "" },
	);
	expect(() => names.output("Platform", "Arn")).toThrow(
		"Cannot start the stack Shop as it needs the output Arn of the stack Platform, which was not started before it: make Platform first in the app",
	);
});
