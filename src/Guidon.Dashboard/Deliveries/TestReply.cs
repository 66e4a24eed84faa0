using System.Text.Json.Nodes;

namespace Guidon.Dashboard.Deliveries;

/// <summary>What a receiver said to a marked event.</summary>
/// <param name="Delivered">Whether it took it.</param>
/// <param name="Reason">A stable code.</param>
/// <param name="Status">The HTTP status; null when none came.</param>
/// <param name="Reply">Its answer, cut.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record TestReply(bool Delivered, string Reason, int? Status, string Reply, double Milliseconds)
{
    internal static TestReply Of(JsonObject json) => new(
        (bool?)json["delivered"] ?? false, (string?)json["reason"] ?? "", (int?)json["status"], (string?)json["reply"] ?? "", (double?)json["milliseconds"] ?? 0);
}
