import { Duration, Stack } from "aws-cdk-lib";
import {
	Alarm,
	CfnAlarm,
	ComparisonOperator,
	TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { OTHERS } from "../../../core/contract.ts";
import type { Settings } from "../settings/settings.ts";
import { type AlarmPlace, alarmDescription } from "./alarm-description.ts";
import { ALARMS, type AlarmRow } from "./alarms.ts";
import { deadLettersOf } from "./dead-letters-of.ts";
import { ownMetric } from "./sender-metrics.ts";

/** A gauge keeps its state while nothing is measured; without events nothing has happened. */
const KINDS = {
	level: { statistic: "Maximum", treatMissingData: TreatMissingData.IGNORE },
	rate: { statistic: "Sum", treatMissingData: TreatMissingData.NOT_BREACHING },
	event: { statistic: "Sum", treatMissingData: TreatMissingData.NOT_BREACHING },
	heartbeat: { statistic: "Sum", treatMissingData: TreatMissingData.BREACHING },
} as const;

interface SenderAlarmsProps {
	readonly settings: Settings;
	readonly fn: LambdaFunction;
	readonly place: Omit<AlarmPlace, "account" | "region" | "stackName">;
	readonly pageTopic: ITopic;
	readonly ticketTopic: ITopic;
}

/** Every alarm of the table, wired to the topic of its severity. */
export class SenderAlarms extends Construct {
	/** Complete once the app is synthesized. */
	readonly alarms: Alarm[];
	readonly #props: SenderAlarmsProps;

	constructor(scope: Construct, id: string, props: SenderAlarmsProps) {
		super(scope, id);
		this.#props = props;
		this.alarms = ALARMS.map((row) => this.#create(row.id, row));
	}

	/** An alarm for the dead letters of a producer that gets a name; once for a name. */
	addProducer(name: string): void {
		const id = `dead-lettered-${name}`;
		if (name === OTHERS || this.node.tryFindChild(id) !== undefined) return;
		this.alarms.push(this.#create(id, deadLettersOf(name)));
	}

	#create(id: string, row: AlarmRow): Alarm {
		const props = this.#props;
		const { settings, fn } = props;
		const { metric, periods = 1 } = row;
		const { statistic, treatMissingData } = KINDS[row.kind];
		const measured = {
			statistic,
			period: Duration.minutes(row.periodMinutes ?? 1),
		};
		const { account, region, stackName } = Stack.of(this);
		const alarm = new Alarm(this, id, {
			alarmName: `${settings.name}: ${row.title}`,
			alarmDescription: alarmDescription(row, settings, {
				account,
				region,
				stackName,
				...props.place,
			}),
			metric:
				typeof metric === "string"
					? ownMetric(settings.name, metric, {
							...measured,
							producer: row.producer,
						})
					: fn.metric(metric.ofFunction, measured),
			threshold: row.threshold?.(settings) ?? 1,
			comparisonOperator:
				row.kind === "heartbeat"
					? ComparisonOperator.LESS_THAN_THRESHOLD
					: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
			evaluationPeriods: row.within?.(settings) ?? periods,
			datapointsToAlarm: periods,
			treatMissingData,
		});
		const action = new SnsAction(
			row.severity === "page" ? props.pageTopic : props.ticketTopic,
		);
		alarm.addAlarmAction(action);
		if (row.kind !== "event") alarm.addOkAction(action);
		if (row.kind === "heartbeat") warmUp(alarm);
		return alarm;
	}
}

/** Three periods and a slow first beat: before that, missing beats are no sign. */
const WARM_UP_MINUTES = 20;

// The oldest CDK that we allow may not know the property.
function warmUp({ node }: Alarm): void {
	const { defaultChild } = node;
	if (defaultChild instanceof CfnAlarm)
		defaultChild.addPropertyOverride("WarmUpConfiguration", {
			WarmUpPeriodDurationInMinutes: WARM_UP_MINUTES,
		});
}
