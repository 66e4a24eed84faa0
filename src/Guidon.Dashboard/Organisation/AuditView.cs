using Guidon.Contracts;

namespace Guidon.Dashboard.Organisation;

/// <summary>Who did what.</summary>
/// <param name="Search">In what was done.</param>
/// <param name="Author">An e-mail address or the name of a key.</param>
/// <param name="From">UTC, as the browser writes it.</param>
/// <param name="To">UTC, as the browser writes it.</param>
/// <param name="Number">The page, from 1.</param>
/// <param name="Page">Newest first.</param>
/// <param name="Record">The record that somebody looks at, with old and new.</param>
/// <param name="Findings">What the chain of records says; <see langword="null"/> when nobody asked.</param>
public sealed record AuditView(
    string Search, string Author, string From, string To, int Number, Page<AuditAnswer> Page, AuditAnswer? Record, IReadOnlyList<FindingView>? Findings)
{
    internal string Address(int page) => $"/ui/audit?{Filter}&page={page}";

    internal string Filter => $"q={Uri.EscapeDataString(Search)}&author={Uri.EscapeDataString(Author)}&from={Uri.EscapeDataString(From)}&to={Uri.EscapeDataString(To)}";
}
