import { Duration, Stack, Tags } from "aws-cdk-lib";
import { Annotations, Match, Template } from "aws-cdk-lib/assertions";
import { ManagedPolicy, PermissionsBoundary } from "aws-cdk-lib/aws-iam";
import {
	Chain,
	DefinitionBody,
	type IChainable,
	JsonPath,
	Map as MapState,
	Parallel,
	QueryLanguage,
	StateMachine,
	type StateMachineProps,
	StateMachineType,
	Timeout,
} from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import { describe, expect, test } from "vitest";
import { DEAD_CAUSES } from "../../../core/delivery/causes.ts";
import {
	type IGmailSender,
	MailTask,
	type MailTaskProps,
	TASK_ERROR,
} from "../../../infra/index.ts";
import {
	imported,
	SETTINGS,
	statementsFor,
	twoStacks,
} from "../../support/producers.ts";
import { stackWith } from "../../support/synth.ts";

const MESSAGE = { to: "ann@example.com", subject: "Shipped", text: "It is." };

function tell(
	stack: Stack,
	sender: IGmailSender,
	props: Partial<MailTaskProps> = {},
	id = "Tell",
): MailTask {
	return new MailTask(stack, id, { sender, message: MESSAGE, ...props });
}

function machineOf(
	scope: Construct,
	definition: IChainable,
	props: Partial<StateMachineProps> = {},
): StateMachine {
	return new StateMachine(scope, "Machine", {
		definitionBody: DefinitionBody.fromChainable(definition),
		...props,
	});
}

/** The definition in the template, with what is known at the deployment only as `?`. */
function definitionIn(stack: Stack) {
	const [machine] = Object.values(
		Template.fromStack(stack).findResources("AWS::StepFunctions::StateMachine"),
	);
	const value: unknown = machine?.Properties.DefinitionString;
	const parts: unknown[] = Object(value)["Fn::Join"]?.[1] ?? [value];
	return JSON.parse(
		parts.map((part) => (typeof part === "string" ? part : "?")).join(""),
	);
}

/** Who may answer which tokens, in a template. */
function answersIn(stack: Stack) {
	return Object.values(
		Template.fromStack(stack).findResources("AWS::IAM::Policy"),
	)
		.map(({ Properties }) => Properties)
		.filter(({ PolicyDocument }) =>
			PolicyDocument.Statement.some(
				({ Sid }: { Sid?: string }) => Sid === "TaskResponses",
			),
		);
}

describe.each(SETTINGS)("MailTask with $kind", ({ setting }) => {
	test("sends under the names of machine, execution and state", () => {
		const { stack, sender } = setting();
		machineOf(stack, tell(stack, sender));
		expect(definitionIn(stack).States.Tell).toMatchObject({
			Resource: "arn:?:states:::sqs:sendMessage",
			Parameters: {
				MessageBody: {
					"id.$":
						"States.Format('{}/{}/{}', $$.StateMachine.Name, $$.Execution.Name, $$.State.Name)",
					...MESSAGE,
				},
			},
		});
	});

	test("lets the state machine send to the queue and do nothing else", () => {
		const { stack, sender, queueArn } = setting();
		machineOf(stack, tell(stack, sender));
		expect(statementsFor(stack, "states.amazonaws.com")).toEqual([
			{ Effect: "Allow", Action: "sqs:SendMessage", Resource: queueArn },
		]);
	});
});

describe("MailTask", () => {
	test("takes values from the execution, and an id", () => {
		const { stack, sender } = imported();
		const message = {
			...MESSAGE,
			id: JsonPath.stringAt("$.id"),
			to: JsonPath.listAt("$.people"),
			tags: JsonPath.objectAt("$.tags"),
		};
		machineOf(stack, tell(stack, sender, { message }));
		const { MessageBody } = definitionIn(stack).States.Tell.Parameters;
		expect(MessageBody).toEqual({
			"id.$": "$.id",
			"to.$": "$.people",
			subject: "Shipped",
			text: "It is.",
			"tags.$": "$.tags",
		});
	});

	test.each([
		["a state", { queryLanguage: QueryLanguage.JSONATA }, {}],
		["a state machine", {}, { queryLanguage: QueryLanguage.JSONATA }],
	])("speaks JSONata in %s that does", (_whose, ofTask, ofMachine) => {
		const { stack, sender } = imported({ answersTasks: true });
		const message = { ...MESSAGE, to: "{% $states.input.email %}" };
		const task = tell(stack, sender, {
			message,
			waitForOutcome: true,
			...ofTask,
		});
		machineOf(stack, task, ofMachine);
		const state = definitionIn(stack).States.Tell;
		expect(state.Parameters).toBeUndefined();
		expect(state.Arguments.MessageBody).toEqual({
			id: "{% $states.context.StateMachine.Name & '/' & $states.context.Execution.Name & '/' & $states.context.State.Name %}",
			...message,
			taskToken: "{% $states.context.Task.Token %}",
		});
	});

	test("in a Map needs an id", () => {
		const { stack, sender } = imported();
		const items = new MapState(stack, "Items");
		const branches = new Parallel(stack, "Branches");
		items.itemProcessor(branches.branch(tell(stack, sender)));
		machineOf(stack, items);
		expect(() => Template.fromStack(stack)).toThrow(
			/Cannot make an id for the mail as the state is in a Map/,
		);
	});

	test("with an id is fine in a Map", () => {
		const { stack, sender } = imported();
		const message = { ...MESSAGE, id: JsonPath.stringAt("$.id") };
		machineOf(
			stack,
			new MapState(stack, "Items").itemProcessor(
				tell(stack, sender, { message }),
			),
		);
		expect(() => Template.fromStack(stack)).not.toThrow();
	});
});

describe("MailTask that waits for the outcome", () => {
	const WAIT = { waitForOutcome: true } as const;

	test("hands the sender its token", () => {
		const { stack, sender } = stackWith();
		machineOf(stack, tell(stack, sender, WAIT));
		expect(definitionIn(stack).States.Tell).toMatchObject({
			Resource: "arn:?:states:::sqs:sendMessage.waitForTaskToken",
			Parameters: { MessageBody: { "taskToken.$": "$$.Task.Token" } },
		});
	});

	test("lets the sender answer this state machine's tokens", () => {
		const { stack, sender } = stackWith();
		const machine = machineOf(stack, tell(stack, sender, WAIT));
		expect(answersIn(stack)).toMatchObject([
			{
				PolicyDocument: {
					Statement: [
						{
							Action: ["states:SendTaskFailure", "states:SendTaskSuccess"],
							Resource: stack.resolve(machine.stateMachineArn),
						},
					],
				},
				Roles: [stack.resolve(sender.function.role?.roleName)],
			},
		]);
	});

	test("grants that once for all tasks of a state machine, wherever they are in it", () => {
		const { stack, sender } = stackWith();
		const inside = new MailTask(stack, "Inside", {
			sender,
			message: { ...MESSAGE, id: JsonPath.stringAt("$.id") },
			...WAIT,
		});
		const items = new MapState(stack, "Items").itemProcessor(inside);
		machineOf(stack, Chain.start(tell(stack, sender, WAIT)).next(items));
		expect(answersIn(stack)).toHaveLength(1);
	});

	test("lets it answer each state machine that waits, and no other", () => {
		const { stack, sender } = stackWith();
		const waiting = ["One", "Two"].map((name) =>
			machineOf(
				new Construct(stack, `Has${name}`),
				tell(stack, sender, WAIT, name),
			),
		);
		machineOf(stack, tell(stack, sender));
		expect(
			answersIn(stack).map(
				({ PolicyDocument }) => PolicyDocument.Statement[0].Resource,
			),
		).toEqual(waiting.map((machine) => stack.resolve(machine.stateMachineArn)));
	});

	test("gets along with tags and boundaries of the whole app", () => {
		const { app, sender, stack } = twoStacks();
		machineOf(stack, tell(stack, sender, WAIT));
		Tags.of(app).add("team", "orders");
		PermissionsBoundary.of(app).apply(
			ManagedPolicy.fromManagedPolicyName(stack, "Boundary", "boundary"),
		);
		expect(answersIn(stack)).toHaveLength(1);
	});

	test("works with the sender in another stack, which does not come to depend on it", () => {
		const { app, sender, stack } = twoStacks();
		machineOf(stack, tell(stack, sender, WAIT));
		expect(() => app.synth()).not.toThrow();
		expect(answersIn(stack)).toHaveLength(1);
		const mail = Stack.of(sender);
		expect(stack.dependencies).toContain(mail);
		expect(mail.dependencies).not.toContain(stack);
	});

	test("refuses an imported sender, with the statement for its owner", () => {
		const { stack, sender } = imported();
		machineOf(stack, tell(stack, sender, WAIT));
		expect(() => Template.fromStack(stack)).toThrow(
			/Cannot let the sender of Orders\/Mail answer[\s\S]*states:SendTaskSuccess/,
		);
	});

	test("takes an imported sender whose owner lets it answer", () => {
		const { stack, sender } = imported({ answersTasks: true });
		machineOf(stack, tell(stack, sender, WAIT));
		expect(() => Template.fromStack(stack)).not.toThrow();
	});

	test.each([
		["account", { account: "222222222222", region: "eu-west-1" }],
		["region", { account: "111111111111", region: "us-east-1" }],
	])("refuses a sender of another %s", (_what, env) => {
		const { app, sender, stack } = twoStacks({
			mail: { env: { account: "111111111111", region: "eu-west-1" } },
			orders: { env },
		});
		machineOf(stack, tell(stack, sender, WAIT));
		expect(() => app.synth()).toThrow(
			`the sender is in 111111111111/eu-west-1 and the state machine in ${env.account}/${env.region}`,
		);
	});

	test("refuses an Express state machine", () => {
		const { stack, sender } = imported({ answersTasks: true });
		machineOf(stack, tell(stack, sender, WAIT), {
			stateMachineType: StateMachineType.EXPRESS,
		});
		expect(() => Template.fromStack(stack)).toThrow(
			/Orders\/Machine is an Express state machine/,
		);
	});

	test.each([
		["task", { taskTimeout: Timeout.duration(Duration.hours(1)) }, {}],
		["state machine", {}, { timeout: Duration.hours(1) }],
	])(
		"warns of a %s that gives up within the daily limit's block",
		(_whose, ofTask, ofMachine) => {
			const { stack, sender } = imported({ answersTasks: true });
			const task = tell(stack, sender, { ...WAIT, ...ofTask });
			const branches = new Parallel(stack, "Branches").branch(task);
			machineOf(stack, branches, ofMachine);
			Annotations.fromStack(stack).hasWarning(
				"/Orders/Tell",
				Match.stringLikeRegexp("waits 3600 s for its mail"),
			);
		},
	);

	test("does not warn of one that waits for a day", () => {
		const { stack, sender } = imported({ answersTasks: true });
		machineOf(
			stack,
			tell(stack, sender, {
				...WAIT,
				taskTimeout: Timeout.duration(Duration.days(1)),
			}),
		);
		Annotations.fromStack(stack).hasNoWarning("*", Match.anyValue());
	});

	test("that belongs to no state machine grants nothing", () => {
		const { stack, sender } = stackWith();
		tell(stack, sender, WAIT);
		expect(answersIn(stack)).toEqual([]);
	});
});

describe("TASK_ERROR", () => {
	test("names every end of a mail but a good one, each by another name", () => {
		expect(Object.keys(TASK_ERROR)).toEqual(
			expect.arrayContaining([...DEAD_CAUSES, "no-route", "loop", "expired"]),
		);
		const names = Object.values(TASK_ERROR);
		expect(new Set(names).size).toBe(names.length);
		for (const name of names)
			expect(name).toMatch(/^SqsGmailSender\.[A-Z][A-Za-z]+$/);
	});
});
