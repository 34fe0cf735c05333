import { Match, Template } from "aws-cdk-lib/assertions";
import { AccountPrincipal } from "aws-cdk-lib/aws-iam";
import { describe, expect, test } from "vitest";
import { BREAKER_GAUGE, METRIC } from "../../core/contract.ts";
import { ALARMS, type AlarmRow } from "../../infra/constructs/alarms/alarms.ts";
import { LONGEST_NAME } from "../../infra/constructs/settings/settings.ts";
import { alarmName } from "../support/alarm-names.ts";
import { stackWith, templateWith } from "../support/synth.ts";

const template = templateWith();
const created = Object.values(
	template.findResources("AWS::CloudWatch::Alarm"),
).map(({ Properties }) => Properties);
const alarmOf = ({ title }: AlarmRow) =>
	created.find(({ AlarmName }) => AlarmName === `Team-Mail: ${title}`);

/** CloudWatch writes a region by its name; of the European Sovereign Cloud's, which is longer, the end is cut. */
const LONGEST_REGION = "Asia Pacific (New Zealand)";

/** How long a part of a text gets at most once it is deployed: names CloudFormation makes begin with the stack's. */
function longestOf(part: unknown): number {
	if (typeof part === "string") return part.length;
	const { Ref = "" } = part as { readonly Ref?: string };
	if (Ref === "AWS::AccountId") return 12;
	if (Ref === "AWS::Region") return 14;
	return /State|Logs/.test(Ref) ? 190 : 64;
}

describe("the alarms", () => {
	test.each<[AlarmRow["kind"], AlarmRow["severity"], string]>([
		["level", "page", "auth-refused"],
		["level", "page", "quota-exhausted"],
		["level", "page", "gmail-unavailable"],
		["level", "page", "misconfigured"],
		["level", "ticket", "held-too-long"],
		["level", "ticket", "producer-held"],
		["level", "ticket", "quota-near"],
		["level", "ticket", "queue-crowded"],
		["level", "page", "backlog-stalled"],
		["level", "page", "mapping-astray"],
		["heartbeat", "page", "breaker-silent"],
		["level", "page", "waiting-mail-expires"],
		["rate", "page", "state-unreachable"],
		["rate", "page", "function-failing"],
		["rate", "ticket", "function-throttled"],
		["event", "ticket", "dead-lettered"],
		["event", "ticket", "in-doubt"],
		["level", "ticket", "dead-letters-expire"],
		["event", "ticket", "outcome-events-lost"],
	])("count as %s, %s: %s", (kind, severity, id) => {
		expect(ALARMS.find((row) => row.id === id)).toMatchObject({
			kind,
			severity,
		});
	});

	test("are nineteen", () => {
		expect(created).toHaveLength(ALARMS.length);
		expect(ALARMS).toHaveLength(19);
	});

	test.each(ALARMS)(
		"treat missing data of $id by its kind: a gauge keeps its state, no event is no trouble, no heartbeat is",
		(row) => {
			expect(alarmOf(row)?.TreatMissingData).toBe(
				{
					level: "ignore",
					rate: "notBreaching",
					event: "notBreaching",
					heartbeat: "breaching",
				}[row.kind],
			);
		},
	);

	test("wait for three missed heartbeats, and 20 minutes after a first deploy, so that it pages nobody", () => {
		template.hasResourceProperties("AWS::CloudWatch::Alarm", {
			MetricName: METRIC.ticks.name,
			Period: 300,
			EvaluationPeriods: 3,
			DatapointsToAlarm: 3,
			ComparisonOperator: "LessThanThreshold",
			TreatMissingData: "breaching",
			WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 20 },
		});
	});

	test.each(ALARMS)("tell of $id on the topic of its severity alone", (row) => {
		const topic = row.severity === "page" ? /^MailPage/ : /^MailTicket/;
		const { AlarmActions, OKActions } = alarmOf(row) ?? {};
		expect(AlarmActions).toHaveLength(1);
		expect(AlarmActions[0].Ref).toMatch(topic);
		// What has happened is not over five minutes later.
		expect(OKActions).toEqual(row.kind === "event" ? undefined : AlarmActions);
	});

	test.each(ALARMS)(
		"name $id in a mail's subject: 99 printable ASCII characters at most, with the longest names of sender and region",
		({ title }) => {
			const name = `${"s".repeat(LONGEST_NAME)}: ${title}`;
			const subject = `ALARM: "${name}" in ${LONGEST_REGION}`;
			expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
		},
	);

	test("page for each cause by one of their own: a second cause pages again", () => {
		for (const gauge of new Set(Object.values(BREAKER_GAUGE))) {
			const rows = ALARMS.filter(({ metric }) => metric === gauge);
			expect(rows.map(({ severity }) => severity)).toEqual(["page"]);
		}
		template.resourceCountIs("AWS::CloudWatch::CompositeAlarm", 0);
	});

	test("look at the dimension of their own sender", () => {
		for (const { Namespace, Dimensions } of created)
			if (Namespace === "SqsGmailSender")
				expect(Dimensions).toContainEqual({
					Name: "Sender",
					Value: "Team-Mail",
				});
	});

	test("begin before mail is dropped: three days before, half a day when it is kept so shortly", () => {
		const thresholdOf = (id: string, days: number) =>
			ALARMS.find((row) => row.id === id)?.threshold?.({
				retention: days * 86_400,
				deadLetterRetention: days * 86_400,
			} as Parameters<NonNullable<AlarmRow["threshold"]>>[0]);
		expect(thresholdOf("waiting-mail-expires", 7)).toBe(4 * 86_400);
		expect(thresholdOf("waiting-mail-expires", 1)).toBe(43_200);
		expect(thresholdOf("dead-letters-expire", 14)).toBe(11 * 86_400);
	});

	test("describe themselves in CloudWatch's 1,024 characters, with a command", () => {
		const { stack } = stackWith(
			{
				runbookUrl: `https://wiki.example.com/${"x".repeat(125)}`,
				mailboxOwner: "x".repeat(100),
			},
			{ stack: { stackName: "s".repeat(128) } },
		);
		const longest = Template.fromStack(stack);
		longest.allResourcesProperties("AWS::CloudWatch::Alarm", {
			AlarmDescription: Match.anyValue(),
		});
		for (const { Properties } of Object.values(
			longest.findResources("AWS::CloudWatch::Alarm"),
		)) {
			const parts: unknown[] = Properties.AlarmDescription["Fn::Join"][1];
			const length = parts
				.map((part) => longestOf(part))
				.reduce((sum, one) => sum + one, 0);
			expect(length).toBeLessThanOrEqual(1024);
			expect(JSON.stringify(parts)).toMatch(/Type: aws /);
		}
	});
});

describe("the dead letters of a producer with a name", () => {
	const { stack, sender } = stackWith({});
	for (const [producer, roleId] of [
		["billing", "AROA1"],
		["billing", "AROA2"],
		["others", "AROA3"],
	] as const)
		sender.grantSend(new AccountPrincipal("111111111111"), {
			producer,
			roleId,
		});
	const alarms = Object.values(
		Template.fromStack(stack).findResources("AWS::CloudWatch::Alarm"),
	).map(({ Properties }) => Properties);
	const { OTHER, OWN } = {
		OTHER: alarmName("Team-Mail", "dead-lettered"),
		OWN: "Team-Mail: dead letters of billing",
	};
	const named = (name: string) =>
		alarms.filter(({ AlarmName }) => AlarmName === name);

	test("have one alarm of their own, wired like the others'", () => {
		expect(alarms).toHaveLength(ALARMS.length + 1);
		const [own, ...more] = named(OWN);
		expect(more).toEqual([]);
		const [others] = named(OTHER);
		expect(own).toMatchObject({
			AlarmActions: others?.AlarmActions,
			Threshold: 1,
			AlarmDescription: expect.anything(),
		});
		expect(own).not.toHaveProperty("OKActions");
		expect(JSON.stringify(own?.AlarmDescription)).toContain(
			"the producer billing",
		);
	});

	test("are counted in no other alarm", () => {
		const dimensions = [OWN, OTHER].map((name) => named(name)[0]?.Dimensions);
		expect(dimensions).toEqual(
			["billing", "others"].map((Value) => [
				{ Name: "Producer", Value },
				{ Name: "Sender", Value: "Team-Mail" },
			]),
		);
	});
});
