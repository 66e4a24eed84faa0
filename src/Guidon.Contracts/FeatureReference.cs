namespace Guidon.Contracts;

/// <summary>Names a feature.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>STANDARD</c> or <c>MULTIVARIATE</c>.</param>
public sealed record FeatureReference(int Id, string Name, string Type);
