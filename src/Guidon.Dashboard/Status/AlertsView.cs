using System.Text.Json.Nodes;

namespace Guidon.Dashboard.Status;

/// <summary>What must be looked at, and what was.</summary>
/// <param name="Alerts">Newest first, as the management API tells them.</param>
public sealed record AlertsView(IReadOnlyList<JsonObject> Alerts);
