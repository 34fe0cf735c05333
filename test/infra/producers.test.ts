import { Stack } from "aws-cdk-lib";
import { Annotations, Match, Template } from "aws-cdk-lib/assertions";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { describe, expect, test } from "vitest";
import { stackWith } from "../support/synth.ts";

function senderWithRole() {
	const { stack, sender } = stackWith();
	const role = new Role(stack, "Alerts", {
		assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
	});
	const variables = () => {
		const [fn] = Object.values(
			Template.fromStack(stack).findResources("AWS::Lambda::Function", {
				Properties: {
					Description: "Sends the mail of Team-Mail through Gmail SMTP",
				},
			}),
		);
		return fn?.Properties.Environment.Variables;
	};
	return { stack, sender, role, variables };
}

describe("grantSend()", () => {
	test("names to the function those whose high priority counts", () => {
		const { sender, role, variables } = senderWithRole();
		sender.grantSend(role, { producer: "alerts", highPriority: true });
		expect(variables().HIGH_PRIORITY).toBe('["alerts"]');
	});

	test.each([
		{ producer: "alerts" },
		{ producer: "alerts", highPriority: false },
	])("lets high priority of others not count: %o", (options) => {
		const { sender, role, variables } = senderWithRole();
		sender.grantSend(role, options);
		expect(variables().HIGH_PRIORITY).toBe("[]");
	});

	test("says when high priority can't count as the role is of another stack", () => {
		const { sender, stack } = senderWithRole();
		const other = new Stack(stack.node.root, "Other");
		const role = new Role(other, "Alerts", {
			assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
		});
		sender.grantSend(role, { producer: "alerts", highPriority: true });
		Annotations.fromStack(stack).hasWarning(
			"*",
			Match.stringLikeRegexp("its high priority does not count"),
		);
	});

	test("tells the function a producer's share of the daily limit", () => {
		const { sender, role, variables } = senderWithRole();
		sender.grantSend(role, { producer: "newsletter", dailyShare: 0.3 });
		expect(variables().SHARES).toBe('{"newsletter":0.3}');
	});

	test.each([
		[
			{ producer: "a", dailyShare: 0 },
			/allowed is a number above 0 and up to 1/,
		],
		[
			{ producer: "a", dailyShare: 1.1 },
			/allowed is a number above 0 and up to 1/,
		],
		[{ dailyShare: 0.5 }, /without a name as shares go by name/],
	])("refuses %o", (options, sentence) => {
		const { sender, role } = senderWithRole();
		expect(() => sender.grantSend(role, options)).toThrow(sentence);
	});

	test("names a role of another stack by its id", () => {
		const { sender, stack, variables } = senderWithRole();
		const role = new Role(new Stack(stack.node.root, "Other"), "Alerts", {
			assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
		});
		const roleId = "AROA1234567890EXAMPLE";
		sender.grantSend(role, { producer: "alerts", roleId });
		expect(variables().PRODUCERS).toBe(`{"${roleId}":"alerts"}`);
	});

	test("refuses high priority without a producer's name", () => {
		const { sender, role } = senderWithRole();
		expect(() => sender.grantSend(role, { highPriority: true })).toThrow(
			/Cannot grant high priority to a producer without a name[\s\S]*highPriority: true/,
		);
	});

	test("refuses a name that would break logs and counts", () => {
		const { sender, role } = senderWithRole();
		expect(() => sender.grantSend(role, { producer: "a b" })).toThrow(
			/Cannot name the producer "a b"/,
		);
	});
});
