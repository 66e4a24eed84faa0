using System.Text.Json;

namespace Guidon.Contracts;

/// <summary>What became of one field.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Old">What it was; null when there was nothing.</param>
/// <param name="New">What it is; null when there is nothing.</param>
public sealed record AuditDetail(string Field, JsonElement? Old, JsonElement? New);
