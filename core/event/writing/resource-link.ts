import { partsOfArn } from "../arn.ts";
import type { ServiceEvent } from "../service-event.ts";
import { textAt } from "./at.ts";
import { consoleLink, part } from "./console-link.ts";

type Page = (match: readonly string[], region: string, arn: string) => string;

/** Pages of the console for resources that events name, by service and the rest of the ARN. */
const PAGES: readonly (readonly [service: string, RegExp, Page])[] = [
	[
		"ec2",
		/^instance\/(i-[0-9a-f]{8,17})$/,
		([id = ""], region) =>
			`/ec2/home?region=${region}#InstanceDetails:instanceId=${part(id)}`,
	],
	[
		"ecs",
		/^task\/([\w-]+)\/([\w-]+)$/,
		([cluster = "", task = ""], region) =>
			`/ecs/v2/clusters/${part(cluster)}/tasks/${part(task)}?region=${region}`,
	],
	[
		"states",
		/^(?:execution|express):.+$/,
		(_match, region, arn) =>
			`/states/home?region=${region}#/v2/executions/details/${part(arn)}`,
	],
	[
		"codepipeline",
		/^([\w.@-]+)$/,
		([pipeline = ""], region) =>
			`/codesuite/codepipeline/pipelines/${part(pipeline)}/view?region=${region}`,
	],
	[
		"codebuild",
		/^build\/([\w-]+):([\w-]+)$/,
		([project = "", build = ""], region, arn) =>
			`/codesuite/codebuild/${partsOfArn(arn)?.account}/projects/${part(project)}/build/${part(`${project}:${build}`)}/?region=${region}`,
	],
	[
		"lambda",
		/^function:([\w-]+)/,
		([name = ""], region) =>
			`/lambda/home?region=${region}#/functions/${part(name)}?tab=monitoring`,
	],
	[
		"cloudformation",
		/^stack\/.+$/,
		(_match, region, arn) =>
			`/cloudformation/home?region=${region}#/stacks/stackinfo?stackId=${part(arn)}`,
	],
	[
		"rds",
		/^db:([\w-]+)$/,
		([name = ""], region) =>
			`/rds/home?region=${region}#database:id=${part(name)}`,
	],
	[
		"autoscaling",
		/^autoScalingGroup:[\w-]+:autoScalingGroupName\/(.+)$/,
		([name = ""], region) =>
			`/ec2/home?region=${region}#AutoScalingGroupDetails:id=${part(name)};view=activity`,
	],
];

/** The console's page for the first resource of an event that has one. */
export function resourceLink(event: ServiceEvent): string | undefined {
	const rule = textAt(event.detail, "configRuleName");
	if (event.source === "aws.config" && rule !== undefined)
		return consoleLink(
			event,
			(region) =>
				`/config/home?region=${region}#/rules/details?configRuleName=${part(rule)}`,
		);
	for (const arn of event.resources.slice(0, 20)) {
		const parts = partsOfArn(arn);
		if (parts === undefined) continue;
		const page = PAGES.find(
			([service, pattern]) =>
				service === parts.service && pattern.test(parts.resource),
		);
		const match = page?.[1].exec(parts.resource);
		if (page === undefined || match === null || match === undefined) continue;
		return consoleLink({ region: parts.region }, (region) =>
			page[2](match.slice(1), region, arn),
		);
	}
	return undefined;
}
