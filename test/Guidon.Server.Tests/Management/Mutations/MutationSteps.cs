using System.Globalization;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Mutations;

/// <summary>Changes one thing after the other and looks that each change left one audit record, of its author and with what became different.</summary>
public sealed class MutationSteps(GuidonProcess server, ManagedThings things)
{
    private readonly HashSet<string> _done = [];
    private readonly SortedSet<string> _odd = new(StringComparer.Ordinal);

    public GuidonProcess Server => server;

    public ManagedThings Things => things;

    /// <summary>What was called: method and pattern.</summary>
    public IReadOnlyCollection<string> Done => _done;

    /// <summary>What left anything but one record, by its author and with fields where it is a change: the call and what it left.</summary>
    public IReadOnlyCollection<string> Odd => _odd;

    /// <summary>The id that a part of a path stands for.</summary>
    public int Id(string part) => int.Parse(things.Fill(part), CultureInfo.InvariantCulture);

    /// <summary>One request, which must succeed and leave a record.</summary>
    /// <param name="method">In capitals.</param>
    /// <param name="pattern">As the route is mapped.</param>
    /// <param name="body">None for <see langword="null"/>.</param>
    /// <param name="path">The pattern with other parts than <see cref="ManagedThings"/> has for it.</param>
    /// <param name="authorization">The value of the header; none for "".</param>
    public async Task<JsonElement> DoAsync(string method, string pattern, object? body = null, string? path = null, string authorization = ManagedThings.Admin)
    {
        var last = (await RecordsAsync(0)).Select(each => each.Id).DefaultIfEmpty(0).Max();
        using var answer = await server.SendAsync(authorization, method, things.Fill(path ?? pattern), body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {pattern}: {answer.StatusCode} {text}");
        var records = await RecordsAsync(last);
        Assert.True(records.Count > 0, $"{method} {pattern} left no audit record");
        var isWhole = records.TrueForAll(each => each.Author.Length > 0 && (authorization != ManagedThings.Admin || each.Author == "admin@example.org") && (each.Action != "UPDATE" || each.Fields != "[]"));
        if (records.Count != 1 || !isWhole) _odd.Add($"{method} {pattern}: {string.Join(", ", records.GroupBy(each => $"{each.Action} {each.Type}{(isWhole ? "" : $" by {(each.Author.Length == 0 ? "nobody" : $"{each.Author} {each.Fields}")}")}").Select(same => $"{same.Count()} {same.Key}").Order(StringComparer.Ordinal))}");
        _done.Add($"{method} {pattern}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>Reads whatever a route shows; no engine may fail at it.</summary>
    public async Task ReadAsync(string pattern)
    {
        using var answer = await server.SendAsync(ManagedThings.Admin, "GET", things.Fill(pattern));
        Assert.True((int)answer.StatusCode < 500, $"GET {pattern}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Makes one, changes it in both ways and deletes it.</summary>
    /// <param name="list">The pattern of its list.</param>
    /// <param name="part">What the part of the path behind it is called.</param>
    /// <param name="made">Of POST.</param>
    /// <param name="put">Of PUT.</param>
    /// <param name="patched">Of PATCH.</param>
    /// <param name="id">The field of the answer that paths name it by.</param>
    public async Task DoAllAsync(string list, string part, object made, object put, object patched, string id = "id")
    {
        var (pattern, path) = ($"{list}{{{part}}}/", $"{list}{(await DoAsync("POST", list, made)).GetProperty(id)}/");
        await DoAsync("PUT", pattern, put, path);
        await DoAsync("PATCH", pattern, patched, path);
        await DoAsync("DELETE", pattern, null, path);
    }

    // Some concern a person alone and are in no organisation's list. What the server does to a destination meanwhile is no step's.
    private async Task<List<(long Id, string Author, string Action, string Type, string Fields)>> RecordsAsync(long after) =>
        [.. (await server.SqlAsync($"SELECT id || '|' || author || '|' || action || '|' || related_type || '|' || fields FROM audit_record WHERE id > {after} AND NOT (author = '' AND related_type = 'DESTINATION') ORDER BY id"))
            .Select(row => row.Split('|', 5)).Select(row => (long.Parse(row[0], CultureInfo.InvariantCulture), row[1], row[2], row[3], row[4]))];
}
