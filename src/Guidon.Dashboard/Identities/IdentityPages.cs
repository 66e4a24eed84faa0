using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Dashboard.Client;
using Guidon.Dashboard.Features;
using Guidon.Dashboard.Frame;
using Microsoft.AspNetCore.Http;

namespace Guidon.Dashboard.Identities;

/// <summary><c>identities</c>: who is stored, what each gets and why, overrides, and erasure.</summary>
internal static class IdentityPages
{
    internal static Task<IResult> ListAsync(Visit visit) => ListAsync(visit, "");

    private static async Task<IResult> ListAsync(Visit visit, string typed)
    {
        var (search, number) = (visit.Asked("q"), visit.AskedNumber("page", 1));
        var page = await visit.Client.IdentitiesAsync(Key(visit), search, number);
        return page.Value is null ? visit.Problem(page.Refusal) : visit.Show<IdentityListPage>(new IdentityListView(search, number, page.Value, typed), typed.Length == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    internal static async Task<IResult> CreateAsync(Visit visit)
    {
        var created = await visit.Client.CreateIdentityAsync(Key(visit), visit.Sent("identifier").Trim());
        if (created.Value is { } identity) return visit.GoTo(visit.At($"identities/{identity.Id}"), "The identity is stored.");
        visit.Toast = new Toast($"Nothing was stored. {created.Refusal?.Text}", IsProblem: true);
        return await ListAsync(visit, visit.Sent("identifier"));
    }

    internal static Task<IResult> GetAsync(Visit visit) => ShowAsync(visit, null);

    private static async Task<IResult> ShowAsync(Visit visit, IdentityDraft? typed)
    {
        var (environment, id) = (Key(visit), visit.RouteNumber("identity"));
        var identity = await visit.Client.IdentityAsync(environment, id);
        if (identity.Value is null) return visit.Problem(identity.Refusal);
        // Elsewhere somebody of the same name has another id, or is not stored.
        visit.Counterpart = $"identities?q={Uri.EscapeDataString($"\"{identity.Value.Identifier}\"")}";
        var flags = await visit.Client.IdentityFlagsAsync(environment, id);
        var traits = await visit.Client.TraitsAsync(environment, id);
        var overrides = await visit.Client.IdentityOverridesAsync(environment, id);
        var (asked, search, number) = (visit.Asked("why"), visit.Asked("q"), visit.AskedNumber("page", 1));
        var own = (overrides.Value?.Results ?? []).ToDictionary(each => each.Feature, each => each.Id);
        // What is special about this identity first.
        var found = (flags.Value ?? []).Where(each => each.Feature.Name.Contains(search, StringComparison.OrdinalIgnoreCase))
            .OrderBy(each => own.ContainsKey(each.Feature.Id) ? 0 : each.Segment is not null ? 1 : 2).ThenBy(each => each.Feature.Name, StringComparer.OrdinalIgnoreCase).ToList();
        var edited = found.Find(each => each.Feature.Id == (typed?.Feature ?? visit.AskedNumber("edit", 0)));
        var view = new IdentityView
        {
            Identity = identity.Value,
            Flags = [.. found.Skip((number - 1) * IdentityView.FlagsPerPage).Take(IdentityView.FlagsPerPage)],
            FlagsAll = found.Count,
            Search = search,
            Number = number,
            Traits = traits.Value?.Results ?? [],
            Overrides = own,
            Why = asked.Length > 0 ? (await visit.Client.ExplainAsync(environment, identity.Value.Identifier, asked)).Value : null,
            Edited = edited,
            Draft = edited is null ? null : typed ?? IdentityDraft.Of(edited),
        };
        return visit.Show<IdentityPage>(view, typed is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var (environment, id) = (Key(visit), visit.RouteNumber("identity"));
        if (visit.Sent("do") == "erase") return await EraseAsync(visit, environment, id);
        _ = int.TryParse(visit.Sent("feature"), out var feature);
        _ = int.TryParse(visit.Sent("state"), out var state);
        var name = Parts.Display.Snippet(visit.Sent("name"));
        switch (visit.Sent("do"))
        {
            case "remove":
                visit.Tell(await visit.Client.RemoveIdentityOverrideAsync(environment, id, state), "The override was removed.");
                return await GetAsync(visit);
            case "value":
                var value = new ValueText(visit.Sent("v.kind"), visit.Sent("v.value").ReplaceLineEndings("\n"));
                var refusal = value.Problem is { } problem ? Refusal.Because(problem)
                    : await visit.Client.OverrideForIdentityAsync(environment, id, feature, visit.Sent("v.on") == "true", value.ToScalar());
                if (refusal is null) return visit.GoTo(visit.At($"identities/{id}?q={Uri.EscapeDataString(visit.Asked("q"))}&page={visit.AskedNumber("page", 1)}"), $"{name} was saved for this identity.");
                return await ShowAsync(visit, new IdentityDraft(feature, visit.Sent("v.on") == "true", value, refusal.Text));
            default:
                if (!TryRead(visit.Sent("value"), out var asItIs)) return visit.Problem(Refusal.Because("The value is not JSON.") with { Status = StatusCodes.Status400BadRequest });
                visit.Tell(await visit.Client.OverrideForIdentityAsync(environment, id, feature, visit.Sent("on") == "true", asItIs), $"{name} is {(visit.Sent("on") == "true" ? "on" : "off")} for this identity.");
                return await GetAsync(visit);
        }
    }

    private static bool TryRead(string text, out JsonNode? value)
    {
        try
        {
            value = text.Length == 0 ? null : JsonNode.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            value = null;
            return false;
        }
    }

    private static async Task<IResult> EraseAsync(Visit visit, string environment, int id)
    {
        var identity = await visit.Client.IdentityAsync(environment, id);
        if (identity.Value is null) return visit.Problem(identity.Refusal);
        if (visit.Sent("sure") != "true") return visit.GoTo(visit.At($"identities/{id}"), "Nothing was erased: the tick was missing.");
        var erased = await visit.Client.EraseAsync(environment, identity.Value.Identifier);
        return erased.Value is { } receipt
            ? visit.GoTo(visit.At("identities"), $"Erased: {Parts.Display.Plural(receipt.Traits, "trait", "traits")}, {Parts.Display.Plural(receipt.Overrides, "override", "overrides")}, {Parts.Display.Plural(receipt.Events, "event", "events")}.")
            : visit.Problem(erased.Refusal);
    }

    private static string Key(Visit visit) => visit.Environment?.Key ?? "";
}
