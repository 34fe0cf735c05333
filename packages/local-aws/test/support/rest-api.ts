type Resources = Record<
	string,
	{ readonly Type: string; readonly Properties: Record<string, unknown> }
>;

export const ROLE = "arn:aws:iam::000000000000:role/api";

/** A REST API as CDK writes it: one resource a method, `/name`, in the stage `prod`. */
export function restApi(
	methods: Readonly<
		Record<string, { readonly integration: object; readonly rest?: object }>
	>,
	others: Resources = {},
): Resources {
	const RestApiId = { Ref: "Api" };
	return {
		Api: {
			Type: "AWS::ApiGateway::RestApi",
			Properties: { Name: "mail api" },
		},
		Deployment: {
			Type: "AWS::ApiGateway::Deployment",
			Properties: { RestApiId },
		},
		Stage: {
			Type: "AWS::ApiGateway::Stage",
			Properties: {
				RestApiId,
				StageName: "prod",
				DeploymentId: { Ref: "Deployment" },
				Variables: { queue: { Ref: "Mail" } },
			},
		},
		...Object.fromEntries(
			Object.entries(methods).flatMap(([name, { integration, rest }]) => [
				[
					`${name}Resource`,
					{
						Type: "AWS::ApiGateway::Resource",
						Properties: {
							RestApiId,
							ParentId: { "Fn::GetAtt": ["Api", "RootResourceId"] },
							PathPart: name,
						},
					},
				],
				[
					`${name}Method`,
					{
						Type: "AWS::ApiGateway::Method",
						Properties: {
							RestApiId,
							ResourceId: { Ref: `${name}Resource` },
							HttpMethod: "POST",
							AuthorizationType: "NONE",
							Integration: integration,
							MethodResponses: [{ StatusCode: "200" }],
							...rest,
						},
					},
				],
			]),
		),
		...others,
	};
}

/** https://repost.aws/knowledge-center/api-gateway-rest-api-sqs-errors */
export function sqsIntegration(
	template: string,
	properties: object = {},
): object {
	return {
		Type: "AWS",
		IntegrationHttpMethod: "POST",
		Uri: {
			"Fn::Join": [
				"",
				[
					"arn:",
					{ Ref: "AWS::Partition" },
					":apigateway:",
					{ Ref: "AWS::Region" },
					":sqs:path/",
					{ Ref: "AWS::AccountId" },
					"/",
					{ "Fn::GetAtt": ["Mail", "QueueName"] },
				],
			],
		},
		Credentials: ROLE,
		PassthroughBehavior: "NEVER",
		RequestParameters: {
			"integration.request.header.Content-Type":
				"'application/x-www-form-urlencoded'",
		},
		RequestTemplates: { "application/json": template },
		IntegrationResponses: [{ StatusCode: "200" }],
		...properties,
	};
}
