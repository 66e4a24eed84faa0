namespace Guidon.Contracts;

/// <summary>Something outside that may say how features are doing.</summary>
/// <param name="CreatedBy">E-mail address; null for a key, and for a person who is gone.</param>
/// <param name="Name">The format that it sends, as <c>Webhook</c>.</param>
/// <param name="Project">Id of the project.</param>
/// <param name="WebhookUrl">Where it says so. Whoever knows it may: it is a secret.</param>
public sealed record HealthProviderAnswer(string? CreatedBy, string Name, int Project, string WebhookUrl);
