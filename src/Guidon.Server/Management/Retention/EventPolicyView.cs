using System.Text.Json;
using Guidon.Contracts;
using Guidon.Events.Retention;

namespace Guidon.Server.Management.Retention;

/// <summary>An event policy as clients see it.</summary>
internal static class EventPolicyView
{
    internal const string Available = "available";
    internal const string Strict = "strict";

    internal static Task SendAsync(HttpContext http, EventPolicy policy)
    {
        var summary = new EventPolicySummary
        {
            Days = policy.RetentionDays,
            Mode = policy.Mode == CaptureMode.Strict ? Strict : Available,
            AllowTraits = policy.Traits.Allow,
            DropTraits = policy.Traits.Drop,
            HashTraits = policy.Traits.Hash,
        };
        return Answers.JsonAsync(
            http, StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(summary, ContractsJson.Default.EventPolicySummary));
    }
}
