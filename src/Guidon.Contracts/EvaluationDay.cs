namespace Guidon.Contracts;

/// <summary>How often SDKs said that they evaluated a feature on one day.</summary>
/// <param name="Day">UTC.</param>
/// <param name="Count">In all environments that were asked for.</param>
/// <param name="Labels">SDKs' labels are not kept; clients expect the object.</param>
public sealed record EvaluationDay(DateOnly Day, long Count, IReadOnlyDictionary<string, string> Labels);
