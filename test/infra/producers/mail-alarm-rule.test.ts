import { Validations } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Alarm, Metric } from "aws-cdk-lib/aws-cloudwatch";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { describe, expect, test } from "vitest";
import {
	MailAlarmRule,
	type MailAlarmRuleProps,
} from "../../../infra/producers/mail-alarm-rule.ts";
import {
	HOME,
	newApp,
	queueStatements,
	sendingEnvironment,
	stackWith,
} from "../../support/synth.ts";

function senderAndAlarm() {
	const { stack, sender } = stackWith({}, { stack: { env: HOME } });
	const alarm = Alarm.fromAlarmArn(
		stack,
		"Errors",
		`arn:aws:cloudwatch:eu-west-1:${HOME.account}:alarm:errors`,
	);
	const rule = (
		id: string,
		props: Partial<MailAlarmRuleProps> = { to: "ann@example.com" },
	) => new MailAlarmRule(stack, id, { sender, alarms: [alarm], ...props });
	return { stack, sender, rule };
}

describe("MailAlarmRule", () => {
	test("takes these alarms' changes into ALARM", () => {
		const { stack, rule } = senderAndAlarm();
		rule("AlarmMail");
		Template.fromStack(stack).hasResourceProperties("AWS::Events::Rule", {
			EventPattern: {
				source: ["aws.cloudwatch"],
				"detail-type": ["CloudWatch Alarm State Change"],
				resources: [
					`arn:aws:cloudwatch:eu-west-1:${HOME.account}:alarm:errors`,
				],
				detail: { state: { value: ["ALARM"] } },
			},
		});
	});

	test("takes the states that are asked for", () => {
		const { stack, rule } = senderAndAlarm();
		rule("AlarmMail", { to: "ann@example.com", states: ["ALARM", "OK"] });
		Template.fromStack(stack).hasResourceProperties("AWS::Events::Rule", {
			EventPattern: { detail: { state: { value: ["ALARM", "OK"] } } },
		});
	});

	test("lets each rule send by one statement, and routes each to its own people", () => {
		const { stack, rule } = senderAndAlarm();
		rule("Night", { to: "oncall@example.com" });
		rule("Day", { route: { to: "team@example.com", subject: "{subject}" } });
		expect(queueStatements(stack)).toHaveLength(2);
		expect(JSON.parse(String(sendingEnvironment(stack).ROUTES))).toEqual([
			{
				match: {
					source: "aws.cloudwatch",
					resource: expect.stringMatching(/^mail-rule\/Team-Night-\w{8}$/),
				},
				to: "oncall@example.com",
			},
			{
				match: {
					source: "aws.cloudwatch",
					resource: expect.stringMatching(/^mail-rule\/Team-Day-\w{8}$/),
				},
				to: "team@example.com",
				subject: "{subject}",
			},
		]);
	});

	test("passes the event on whole, with its own name as one more resource", () => {
		const { stack, rule } = senderAndAlarm();
		rule("AlarmMail");
		const [target] = Object.entries(
			Template.fromStack(stack).findResources("AWS::Events::Rule"),
		)
			.filter(([id]) => /^AlarmMail/.test(id))
			.flatMap(([, { Properties }]) => Properties.Targets);
		const { InputTemplate, InputPathsMap } = target.InputTransformer;
		const [begin = "", word, end = ""] = InputTemplate["Fn::Join"][1];
		const filledIn = `${begin}WORD${end}`.replace(
			/<([\w-]+)>/g,
			(_: string, key: string) => JSON.stringify(InputPathsMap[key]),
		);
		expect(word).toHaveProperty("Fn::Select");
		expect(JSON.parse(filledIn)).toEqual({
			version: "$.version",
			id: "$.id",
			"detail-type": "$.detail-type",
			source: "$.source",
			account: "$.account",
			time: "$.time",
			region: "$.region",
			resources: [
				"$.resources",
				expect.stringMatching(/^mail-rule\/Team-AlarmMail-\w{8}\/WORD$/),
			],
			detail: "$.detail",
		});
	});

	test("refuses the sender's own alarms", () => {
		const { sender, rule } = senderAndAlarm();
		const own = sender.node
			.findAll()
			.filter((node) => node instanceof Alarm)
			.slice(0, 1);
		expect(() =>
			rule("AlarmMail", { alarms: own, to: "ann@example.com" }),
		).toThrow(
			/Cannot mail about Team\/Mail\/Alarms\/auth-refused.*cannot be mailed/,
		);
	});

	test.each([
		[{}, /neither to nor route/],
		[{ to: "a@b.example", route: { to: "a@b.example" } }, /both to and route/],
		[
			{ to: "a@b.example", alarms: [] },
			/there is none: allowed is at least one/,
		],
		[{ to: "ann" }, /to has "ann"; allowed: bare addresses/],
	])("refuses %o", (props, sentence) => {
		expect(() => senderAndAlarm().rule("AlarmMail", props)).toThrow(sentence);
	});

	test("is clean for the security rules", () => {
		const app = newApp();
		const { stack, sender } = stackWith({}, { app });
		const alarm = new Alarm(stack, "Errors", {
			metric: new Metric({ namespace: "Shop", metricName: "Errors" }),
			threshold: 1,
			evaluationPeriods: 1,
		});
		new MailAlarmRule(stack, "AlarmMail", {
			sender,
			alarms: [alarm],
			to: "ann@example.com",
		});
		Validations.of(app).addPlugins(
			new AwsSolutionsChecks(app),
			new ServerlessChecks(app),
		);
		expect(() => app.synth()).not.toThrow();
	});
});
