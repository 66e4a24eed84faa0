using System.Text.Json;
using Guidon.Flags;
using Guidon.Server.Access;

namespace Guidon.Server.Edge.Traits;

/// <summary>The endpoints that store traits and evaluate nothing; mobile clients and old SDKs use them. Each call is durable before its answer.</summary>
internal sealed class TraitsEndpoint(IIdentityStore identities)
{
    /// <summary><c>POST /api/v1/traits/</c>: one trait; null is an error. Answers 200 with what it was sent, which two clients read.</summary>
    internal Task PostAsync(HttpContext http, KeyGrant grant) => JsonBody.AnswerAsync(http, body => TraitGuard.StoreAsync(http, grant, async () =>
    {
        var errors = new FieldErrors();
        if (TraitFields.ReadEntry(body, errors, mayDelete: false) is { } entry) await StoreAsync(http, grant, entry);
        else await errors.SendAsync(http);
    }));

    /// <summary><c>PUT /api/v1/traits/bulk/</c>: a list of traits of any identities, all or none checked; null deletes.</summary>
    internal Task PutBulkAsync(HttpContext http, KeyGrant grant) => JsonBody.AnswerAsync(http, body => TraitGuard.StoreAsync(http, grant, async () =>
    {
        if (body.ValueKind != JsonValueKind.Array || body.GetArrayLength() > IdentityRequestReader.TraitsMax)
        {
            await Answers.FieldAsync(http, "non_field_errors", $"Expected a list of at most {IdentityRequestReader.TraitsMax} items.");
            return;
        }

        FieldErrors[] errors = [.. body.EnumerateArray().Select(_ => new FieldErrors())];
        TraitEntry?[] entries = [.. body.EnumerateArray().Select((item, i) => TraitFields.ReadEntry(item, errors[i], mayDelete: true))];
        if (Array.Exists(errors, each => each.Any)) await FieldErrors.SendAsync(http, field: null, errors);
        else await StoreAsync(http, grant, [.. entries.OfType<TraitEntry>()]);
    }));

    /// <summary><c>POST /api/v1/traits/increment-value/</c>: adds to a whole number, which starts at 0; concurrent calls all count.</summary>
    internal Task IncrementAsync(HttpContext http, KeyGrant grant) => JsonBody.AnswerAsync(http, body => TraitGuard.StoreAsync(http, grant, async () =>
    {
        var errors = new FieldErrors();
        var fields = new FieldReader(body, errors);
        var (key, by, identifier) = (TraitFields.ReadKey(fields), fields.Integer("increment_by"), TraitFields.ReadIdentifier(fields));
        if (key is null || by is null || identifier is null)
        {
            await errors.SendAsync(http);
            return;
        }

        var value = await identities.IncrementAsync(grant.State.Current.Id, identifier, key, by.Value, http.RequestAborted);
        await (value is null ? Answers.JsonAsync(http, StatusCodes.Status400BadRequest, """["Trait is not an integer."]"""u8.ToArray())
            : Answers.JsonAsync(http, StatusCodes.Status200OK, json =>
            {
                json.WriteStartObject();
                json.WriteString("trait_key"u8, key);
                json.WriteNumber("trait_value"u8, value.Value);
                json.WriteString("identifier"u8, identifier);
                json.WriteEndObject();
            }));
    }));

    /// <summary>Stores one trait that was checked, and answers it.</summary>
    internal async Task StoreAsync(HttpContext http, KeyGrant grant, TraitEntry entry)
    {
        await identities.WriteAsync(grant.State.Current.Id, entry.Identifier, [entry.Trait], http.RequestAborted);
        await Answers.JsonAsync(http, StatusCodes.Status200OK, json => Write(json, entry));
    }

    private async Task StoreAsync(HttpContext http, KeyGrant grant, List<TraitEntry> entries)
    {
        // One write per identity; of repeated keys the last one wins, as in the identities endpoint.
        foreach (var identity in entries.GroupBy(entry => entry.Identifier, StringComparer.Ordinal))
        {
            var traits = new TraitList();
            foreach (var entry in identity) traits.Set(entry.Trait);
            await identities.WriteAsync(grant.State.Current.Id, identity.Key, traits.Items, http.RequestAborted);
        }

        await Answers.JsonAsync(http, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray();
            foreach (var entry in entries) Write(json, entry);
            json.WriteEndArray();
        });
    }

    private static void Write(Utf8JsonWriter json, TraitEntry entry)
    {
        json.WriteStartObject();
        json.WriteStartObject("identity"u8);
        json.WriteString("identifier"u8, entry.Identifier);
        json.WriteEndObject();
        json.WritePropertyName("trait_value"u8);
        json.WriteRawValue(entry.Trait.Value.Json);
        json.WriteString("trait_key"u8, entry.Trait.Key);
        json.WriteEndObject();
    }
}
