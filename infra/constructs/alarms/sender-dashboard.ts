import { Duration } from "aws-cdk-lib";
import {
	type Alarm,
	AlarmStatusWidget,
	Dashboard,
	GraphWidget,
	type IWidget,
	TextWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import {
	type DashboardRow,
	type DashboardSources,
	dashboardRows,
} from "./dashboard-rows.ts";

/** The dashboard: every alarm's state, then graphs by question. */
export class SenderDashboard extends Construct {
	constructor(
		scope: Construct,
		id: string,
		{
			alarms,
			...sources
		}: DashboardSources & { readonly alarms: readonly Alarm[] },
	) {
		super(scope, id);
		new Dashboard(this, "Resource", {
			defaultInterval: Duration.hours(24),
			widgets: [
				[
					new AlarmStatusWidget({
						title: `Alarms of ${sources.name}`,
						width: 24,
						alarms: [...alarms],
					}),
				],
				...dashboardRows(sources).flatMap(widgetsOf),
			],
		});
	}
}

function widgetsOf({ question, graphs }: DashboardRow): IWidget[][] {
	return [
		[new TextWidget({ markdown: `## ${question}`, width: 24, height: 1 })],
		Object.entries(graphs).map(
			([title, metrics]) =>
				new GraphWidget({ title, width: 12, left: [...metrics] }),
		),
	];
}
