import { describe, expect, test } from "vitest";
import { resolveIntrinsics } from "../../cloudformation/intrinsics.ts";

describe("resolve()", () => {
	const references = {
		ref: (id: string) => `ref:${id}`,
		attribute: (id: string, name: string) => `${id}.${name}`,
		output: (stack: string, name: string) => `${name} of ${stack}`,
		imported: (name: string) => `imported ${name}`,
	};
	test.each<[unknown, unknown]>([
		[{ Ref: "A" }, "ref:A"],
		[{ "Fn::GetAtt": ["A", "Arn"] }, "A.Arn"],
		[{ "Fn::Join": ["-", ["x", { Ref: "A" }]] }, "x-ref:A"],
		[{ "Fn::Select": [1, { "Fn::Split": [":", "a:b"] }] }, "b"],
		[{ "Fn::Sub": `\${A.Arn}/\${B}` }, "A.Arn/ref:B"],
		[
			{ "Fn::GetStackOutput": { StackName: "Platform", OutputName: "Arn" } },
			"Arn of Platform",
		],
		[{ "Fn::ImportValue": { Ref: "B" } }, "imported ref:B"],
		[{ a: { Ref: "AWS::NoValue" }, b: 1 }, { b: 1 }],
	])("resolves %j", (value, expected) => {
		expect(resolveIntrinsics(value, references)).toEqual(expected);
	});
});
