namespace Guidon.Contracts;

/// <summary>A form in which something outside may say how features are doing.</summary>
/// <param name="Name">As <see cref="HealthProviderAnswer.Name"/>.</param>
/// <param name="Sends">Who sends it, and how a feature is named in it, for people.</param>
/// <param name="Sample">A body that is understood, once its feature and its environment are there.</param>
public sealed record HealthFormatView(string Name, string Sends, string Sample);
