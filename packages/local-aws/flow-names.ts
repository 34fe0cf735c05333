/** Types whose id is ten characters that AWS makes up. */
const SHORT_IDS = [
	"AWS::ApiGateway::RestApi",
	"AWS::ApiGateway::Resource",
	"AWS::ApiGateway::Deployment",
	"AWS::ApiGateway::RequestValidator",
	"AWS::ApiGatewayV2::Api",
	"AWS::ApiGatewayV2::Deployment",
	"AWS::ApiGatewayV2::Integration",
	"AWS::ApiGatewayV2::Route",
];

/** The name of a resource of API Gateway, Step Functions or IoT; undefined for `made` as it is. */
export function flowName(
	type: string | undefined,
	given: Readonly<Record<string, unknown>>,
	{ made, suffix }: { readonly made: string; readonly suffix: string },
): string | undefined {
	if (type === undefined) return undefined;
	if (SHORT_IDS.includes(type)) return suffix.slice(0, 10);
	switch (type) {
		case "AWS::ApiGateway::Stage":
		case "AWS::ApiGatewayV2::Stage":
			return String(given.StageName);
		case "AWS::ApiGateway::Model":
			return String(given.Name ?? made.replace(/\W/g, ""));
		case "AWS::StepFunctions::StateMachine":
			return String(given.StateMachineName ?? made);
		case "AWS::IoT::TopicRule":
			// Its names have no hyphen.
			return String(given.RuleName ?? made.replace(/\W/g, "_"));
		default:
			return undefined;
	}
}

/** An attribute of a resource of API Gateway, Step Functions or IoT; undefined for any other. */
export function flowAttribute(
	type: string | undefined,
	attribute: string,
	of: {
		readonly name: string;
		readonly region: string;
		arn(service: string, resource: string): string;
	},
): string | undefined {
	const { name, region, arn } = of;
	if (attribute === "RootResourceId") return `${name}-root`;
	if (attribute === "ApiEndpoint")
		return `https://${name}.execute-api.${region}.amazonaws.com`;
	if (type === "AWS::StepFunctions::StateMachine")
		return arn("states", `stateMachine:${name}`);
	if (type === "AWS::IoT::TopicRule") return arn("iot", `rule/${name}`);
	return type !== undefined && SHORT_IDS.includes(type) ? name : undefined;
}
