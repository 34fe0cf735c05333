import { type ResourceEnvironment, Token, TokenComparison } from "aws-cdk-lib";

type Comparison = (
	of: keyof ResourceEnvironment,
	one: ResourceEnvironment,
	other: ResourceEnvironment,
) => boolean;

/** Whether two accounts or regions surely differ: one that only the deployment knows is taken for the same. */
export const differ: Comparison = (of, one, other) =>
	Token.compareStrings(one[of], other[of]) === TokenComparison.DIFFERENT;

/** Whether they are surely the same, or both those of the deployment. */
export const agree: Comparison = (of, one, other) =>
	!differ(of, one, other) &&
	Token.isUnresolved(one[of]) === Token.isUnresolved(other[of]);
