using Guidon.Contracts;

namespace Guidon.Dashboard.Identities;

/// <summary>Stored identities of an environment.</summary>
/// <param name="Search">What was looked for.</param>
/// <param name="Number">The page, from 1.</param>
/// <param name="Page">What was found.</param>
/// <param name="Typed">An identifier that was sent and refused; empty when none was.</param>
public sealed record IdentityListView(string Search, int Number, Page<IdentitySummary> Page, string Typed);
