import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type DeployTarget, deploy } from "./deploy.ts";
import type { LeftOutFunction } from "./lambda/left-out.ts";
import type { StackTemplate } from "./names.ts";
import { type Plan, planStack } from "./plan.ts";
import { changesOf, notTakenOver } from "./update.ts";

/** One synthesized stack on disk. */
export interface SynthesizedStack {
	readonly stackName: string;
	/** As the app says; a run is in one region, its own. */
	readonly region?: string | undefined;
	readonly templateFile: string;
	/** Folder with the template's assets, as `cdk synth` names them. */
	readonly assemblyFolder: string;
}

/** Deploys the stacks of a run, and deploys them again. */
export class Deployer {
	readonly #target: DeployTarget;
	readonly #templates = new Map<string, StackTemplate>();
	/** What the templates have and this run does not, a sentence each. */
	readonly notices: string[] = [];
	readonly leftOut: LeftOutFunction[] = [];

	constructor(target: DeployTarget) {
		this.#target = target;
	}

	/** Creates what a stack's template has. @throws Error that names what a local run cannot do. */
	async deploy(stack: SynthesizedStack): Promise<void> {
		const template = await readTemplate(stack);
		const plan = this.#plan(template, stack);
		this.notices.push(...plan.notices);
		this.leftOut.push(...plan.leftOut);
		const { stacks, regions } = this.#target.services;
		// What its template names by its own region is asked for in it.
		if (stack.region !== undefined) regions.add(stack.region);
		await deploy(plan, this.#target);
		stacks.push(plan.stack);
		this.#templates.set(stack.stackName, template);
	}

	/**
	 * Takes over a new template of a stack that runs: its functions' code and settings, and what it has
	 * in addition; what is there keeps its state. @returns what is not taken over, a sentence each.
	 */
	async update(stack: SynthesizedStack): Promise<readonly string[]> {
		const before = this.#templates.get(stack.stackName);
		if (before === undefined) {
			await this.deploy(stack);
			return [];
		}
		const template = await readTemplate(stack);
		const { added, changed, removed } = changesOf(before, template);
		// Planned before anything is changed: what can't run here is refused as a whole.
		const plan = this.#plan(template, stack);
		const additions = this.#plan(template, stack, (id) => added.has(id));
		const { lambda, stacks } = this.#target.services;
		for (const spec of plan.functions) lambda.find(spec.arn)?.replace(spec);
		await deploy(additions, this.#target);
		const place = stacks.findIndex(({ name }) => name === stack.stackName);
		stacks[place] = plan.stack;
		this.#templates.set(stack.stackName, template);
		return notTakenOver({ changed, removed });
	}

	#plan(
		template: StackTemplate,
		{ stackName, assemblyFolder }: SynthesizedStack,
		isWanted?: (id: string) => boolean,
	): Plan {
		const { services, url, functions } = this.#target;
		const { stacks, region } = services;
		return planStack(template, {
			stackName,
			region,
			endpoint: url,
			outputOf: (stack, output) =>
				stacks.find(({ name }) => name === stack)?.outputs[output]?.value,
			exportOf: (exported) =>
				stacks
					.flatMap(({ outputs }) => Object.values(outputs))
					.find(({ exportName }) => exportName === exported)?.value,
			assetPath: (s3Key) =>
				join(assemblyFolder, `asset.${basename(s3Key, ".zip")}`),
			now: Date.now(),
			isWanted,
			environment: functions.environment,
		});
	}
}

/** An app may have accounts of its own; here there is one. */
async function readTemplate({
	templateFile,
}: SynthesizedStack): Promise<StackTemplate> {
	const template: StackTemplate = JSON.parse(
		await readFile(templateFile, "utf8"),
	);
	// A stack without any has none.
	return { ...template, Resources: template.Resources ?? {} };
}
