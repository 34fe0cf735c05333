import { flagsOf, type Target, type TargetOptions } from "./target.ts";

/** Command lines that mend what a check found, for the sender at hand. */
export interface Mend {
	/** Of this tool: `set-password`. */
	ops(verb: string): string;
	/** Of the AWS CLI: `sqs set-queue-attributes …`. */
	aws(command: string): string;
	/** Makes everything as the template says, whoever has changed it by hand. */
	redeploy(): string;
}

export function mendFor(options: TargetOptions, target: Target): Mend {
	const { localPort } = options;
	const flags = flagsOf(options, target);
	const where =
		localPort === undefined
			? ""
			: ` --endpoint-url http://127.0.0.1:${localPort}`;
	return {
		ops: (verb) => `npm run ops -- ${verb}${flags}`,
		aws: (command) => `aws ${command} --region ${target.sender.region}${where}`,
		redeploy: () =>
			localPort === undefined
				? `npx cdk deploy ${target.stackName} --revert-drift`
				: "npm start",
	};
}

/** An argument as a shell takes it. */
export function quoted(text: string): string {
	return `'${text.replaceAll("'", "'\\''")}'`;
}
