import { describe, expect, test } from "vitest";
import { inOrder, referencesIn } from "../../../local/app/order.ts";

const link = (
	stack: string,
	needs: readonly string[] = [],
	gives: readonly string[] = [stack],
	hasSender = false,
) => ({ stack, needs, gives, hasSender });

describe("the order of stacks", () => {
	test("is the given one, if none refers to another", () => {
		expect(inOrder([link("a"), link("b")])).toEqual(["a", "b"]);
	});

	test("puts each after those that it refers to, however many there are between", () => {
		expect(
			inOrder([link("a", ["b"]), link("b", ["c"]), link("c"), link("d")]),
		).toEqual(["c", "b", "a", "d"]);
	});

	test("puts senders first, but not before what they refer to", () => {
		expect(
			inOrder([
				link("producer"),
				link("sender", ["keys"], ["sender"], true),
				link("keys"),
			]),
		).toEqual(["keys", "sender", "producer"]);
	});

	test("leaves a circle as it is", () => {
		expect(inOrder([link("a", ["b"]), link("b", ["a"])])).toEqual(["b", "a"]);
	});

	test("goes by imports, by outputs, and wherever they are within", () => {
		expect(
			referencesIn({
				Resources: {
					A: { Properties: { Arn: { "Fn::ImportValue": "Team:Queue" } } },
					B: [{ "Fn::Join": ["", [{ "Fn::ImportValue": { Ref: "P" } }]] }],
					C: { "Fn::GetStackOutput": { StackName: "S", OutputName: "O" } },
				},
			}),
		).toEqual(['export "Team:Queue"', 'export {"Ref":"P"}', "stack S"]);
	});
});
