using System.Text.Json;

namespace Guidon.Contracts.Transfer;

/// <summary>A receiver. Secrets are left out of our own files; a receiver without them is reported and not made.</summary>
/// <param name="Integration">Its kind, as paths name it.</param>
/// <param name="Settings">Its fields.</param>
public sealed record IntegrationPart(string Integration, JsonElement Settings);
