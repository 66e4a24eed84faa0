namespace Guidon.Flags.Documents;

/// <summary>The part of a feature that SDKs see.</summary>
/// <param name="Id">Above 0; 0 means "not found" to several SDKs.</param>
/// <param name="Name">1–2,000 characters, as written.</param>
/// <param name="Type"><c>STANDARD</c> or <c>MULTIVARIATE</c>.</param>
public sealed record FeatureDocument(int Id, string Name, string Type);
