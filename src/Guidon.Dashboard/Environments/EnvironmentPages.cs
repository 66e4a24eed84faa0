using System.Text.Json.Nodes;
using Guidon.Dashboard.Client;
using Guidon.Dashboard.Frame;
using Microsoft.AspNetCore.Http;

namespace Guidon.Dashboard.Environments;

/// <summary><c>environment</c>: name, switches, how long events are kept, a copy, and the end of it.</summary>
internal static class EnvironmentPages
{
    internal static Task<IResult> GetAsync(Visit visit) => ShowAsync(visit, null);

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var key = visit.Environment?.Key ?? "";
        return visit.Sent("do") switch
        {
            "clone" => await CloneAsync(visit, key),
            "delete" => await DeleteAsync(visit, key),
            "policy" => await DoneAsync(visit, (await visit.Client.SetEventPolicyAsync(key, Policy(visit))).Refusal, "From now on events are kept like this."),
            _ => await DoneAsync(visit, (await visit.Client.ChangeEnvironmentAsync(key, Settings(visit))).Refusal, "The environment was saved. SDKs are told."),
        };
    }

    private static async Task<IResult> DoneAsync(Visit visit, Refusal? refusal, string done) =>
        refusal is null ? visit.GoTo(visit.At("environment"), done) : await ShowAsync(visit, refusal.Text);

    private static async Task<IResult> CloneAsync(Visit visit, string key)
    {
        var copy = await visit.Client.CloneEnvironmentAsync(key, visit.Sent("copy").Trim());
        return copy.Value is { } made
            ? visit.GoTo($"/ui/p/{made.Project}/e/{Uri.EscapeDataString(made.ApiKey)}/environment", $"{Parts.Display.Snippet(made.Name)} is there, with the states of {Parts.Display.Snippet(visit.Environment?.Name ?? "")} and keys of its own.")
            : await ShowAsync(visit, copy.Refusal?.Text);
    }

    private static async Task<IResult> DeleteAsync(Visit visit, string key)
    {
        if (visit.Sent("confirm").Trim() != visit.Environment?.Name) return await ShowAsync(visit, "Nothing was deleted: the name that was typed is another.");
        var refusal = await visit.Client.DeleteEnvironmentAsync(key);
        return refusal is null ? visit.GoTo($"/ui/p/{visit.Project?.Id}", $"{Parts.Display.Snippet(visit.Environment?.Name ?? "")} was deleted. Its keys open nothing any more.") : await ShowAsync(visit, refusal.Text);
    }

    private static JsonObject Settings(Visit visit)
    {
        var body = new JsonObject
        {
            ["name"] = visit.Sent("name").Trim(),
            ["description"] = visit.Sent("description").ReplaceLineEndings("\n"),
            ["hide_disabled_flags"] = visit.Sent("hide") switch { "true" => true, "false" => false, _ => null },
        };
        foreach (var each in EnvironmentSwitch.All) body[each.Name] = visit.Sent(each.Name) == "true";
        return body;
    }

    private static JsonObject Policy(Visit visit) => new()
    {
        ["days"] = int.TryParse(visit.Sent("days"), out var days) ? days : 0,
        ["mode"] = visit.Sent("mode"),
        ["allow_traits"] = visit.Sent("limits") == "true" ? Lines(visit.Sent("allow")) : null,
        ["drop_traits"] = Lines(visit.Sent("drop")),
        ["hash_traits"] = Lines(visit.Sent("hash")),
    };

    private static JsonArray Lines(string text) => new([.. Names(text).Select(line => JsonValue.Create(line))]);

    private static string[] Names(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static async Task<IResult> ShowAsync(Visit visit, string? problem)
    {
        var key = visit.Environment?.Key ?? "";
        var environment = await visit.Client.EnvironmentAsync(key);
        if (environment.Value is not { } stored) return visit.Problem(environment.Refusal);
        var policy = await visit.Client.EventPolicyAsync(key);
        var view = new EnvironmentView
        {
            Environment = stored,
            On = EnvironmentSwitch.All.Where(each => each.Of(stored)).Select(each => each.Name).ToHashSet(),
            Policy = policy.Value,
            Mark = Mark.Of([stored.Name, stored.Description, stored.HideDisabledFlags?.ToString(), .. EnvironmentSwitch.All.Select(each => each.Of(stored) ? each.Name : "")]),
            PolicyMark = policy.Value is { } kept ? Mark.Of([$"{kept.Days} {kept.Mode} {kept.AllowTraits is null}", .. kept.AllowTraits ?? [], "", .. kept.DropTraits, "", .. kept.HashTraits]) : "",
            Problem = problem,
        };
        return visit.Show<EnvironmentPage>(problem is null ? view : Typed(visit, view), problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    // What was refused stays as it was typed.
    private static EnvironmentView Typed(Visit visit, EnvironmentView view) => visit.Sent("do") switch
    {
        "save" => view with
        {
            Environment = view.Environment with
            {
                Name = visit.Sent("name"),
                Description = visit.Sent("description"),
                HideDisabledFlags = bool.TryParse(visit.Sent("hide"), out var hides) ? hides : null,
            },
            On = EnvironmentSwitch.All.Select(each => each.Name).Where(name => visit.Sent(name) == "true").ToHashSet(),
        },
        "policy" when view.Policy is { } policy => view with
        {
            Policy = policy with
            {
                Days = int.TryParse(visit.Sent("days"), out var days) ? days : 0,
                Mode = visit.Sent("mode"),
                AllowTraits = visit.Sent("limits") == "true" ? Names(visit.Sent("allow")) : null,
                DropTraits = Names(visit.Sent("drop")),
                HashTraits = Names(visit.Sent("hash")),
            },
        },
        "clone" => view with { Copy = visit.Sent("copy") },
        _ => view,
    };
}
