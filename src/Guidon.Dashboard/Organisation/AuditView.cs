using System.Globalization;
using Guidon.Contracts;
using Microsoft.AspNetCore.WebUtilities;

namespace Guidon.Dashboard.Organisation;

/// <summary>Who did what.</summary>
public sealed record AuditView
{
    /// <summary>In what was done.</summary>
    public required string Search { get; init; }

    /// <summary>An e-mail address or the name of a key.</summary>
    public required string Author { get; init; }

    /// <summary>UTC, as the browser writes it.</summary>
    public required string From { get; init; }

    /// <summary>UTC, as the browser writes it.</summary>
    public required string To { get; init; }

    /// <summary>Id of an environment; empty for all and for what belongs to none.</summary>
    public required string Environment { get; init; }

    /// <summary>What kind of thing was changed, one of <see cref="Kinds"/>; empty for all.</summary>
    public required string Kind { get; init; }

    /// <summary>Records with a lower number than this; empty for all.</summary>
    public required string Before { get; init; }

    /// <summary>The page, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Newest first.</summary>
    public required Page<AuditAnswer> Page { get; init; }

    /// <summary>The record that somebody looks at, with old and new; <see langword="null"/> for none.</summary>
    public required AuditAnswer? Record { get; init; }

    /// <summary>What the chain of records says; <see langword="null"/> when nobody asked.</summary>
    public required IReadOnlyList<FindingView>? Findings { get; init; }

    /// <summary>The kinds of things that records are about, and what people call them.</summary>
    internal static IReadOnlyList<(string Name, string Title)> Kinds { get; } =
    [
        ("FEATURE", "Features"), ("FEATURE_STATE", "States of features"), ("MULTIVARIATE_OPTION", "Variants"), ("SEGMENT", "Segments"), ("TAG", "Tags"), ("IDENTITY", "Identities"), ("IDENTITY_TRAIT", "Traits"),
        ("PROJECT", "Projects"), ("ENVIRONMENT", "Environments"), ("EVENT_POLICY", "How events are kept"), ("SERVER_KEY", "Server-side keys"), ("DESTINATION", "Destinations"), ("PARKED_EVENT", "Parked events"),
        ("REPLAY", "Replays"), ("ALERT", "Alerts"), ("ORGANISATION", "Organisations"), ("MEMBER", "Members"), ("USER", "People"), ("INVITE", "Invitations"), ("GROUP", "Groups"), ("GROUP_MEMBER", "Members of groups"), ("PERMISSION", "Permissions"),
        ("MASTER_API_KEY", "Master API keys"), ("SESSION", "Signing in"), ("IMPORT_REQUEST", "Imports"),
    ];

    internal string Filter => string.Join('&', ((IReadOnlyList<(string Name, string Value)>)[("q", Search), ("author", Author), ("from", From), ("to", To), ("environment", Environment), ("kind", Kind)]).Select(each => $"{each.Name}={Uri.EscapeDataString(each.Value)}"));

    internal string Address(int page) => Address(page.ToString(CultureInfo.InvariantCulture), Before);

    /// <summary>Where the next page is, or where a filter that has looked at as many records as it may looks on; <see langword="null"/> for nowhere.</summary>
    internal string? Older => Page.Next is { } next && QueryHelpers.ParseQuery(new Uri(next).Query) is var query ? Address(query["page"].ToString(), query.TryGetValue("before_id", out var before) ? before.ToString() : "") : null;

    private string Address(string page, string before) => $"/ui/audit?{Filter}&before={Uri.EscapeDataString(before)}&page={Uri.EscapeDataString(page)}";
}
