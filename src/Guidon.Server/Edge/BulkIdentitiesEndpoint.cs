using System.Runtime.InteropServices;
using System.Text.Json;
using Guidon.Server.Access;

namespace Guidon.Server.Edge;

/// <summary>
/// <c>POST /api/v1/bulk-identities/</c>: many identities with their traits in one request, each treated as the identities endpoint
/// would, its event included. Nothing is stored unless every entry is good.
/// </summary>
internal sealed class BulkIdentitiesEndpoint(IdentitiesEndpoint identities)
{
    // The Go client sends no more.
    private const int EntriesMax = 100;

    private static readonly byte[] s_created = "[]"u8.ToArray();

    internal Task PostAsync(HttpContext http, KeyGrant grant) => JsonBody.AnswerAsync(http, body =>
    {
        var errors = new FieldErrors();
        if (ReadList(body, errors) is not { } list) return errors.SendAsync(http);
        var entries = list.EnumerateArray().Select(Read).ToList();
        return entries.Exists(entry => entry.Error is not null)
            ? RefuseAsync(http, entries)
            : RecordAsync(http, grant, entries.Select(entry => entry.Request).OfType<IdentityRequest>());
    });

    private static JsonElement? ReadList(JsonElement body, FieldErrors errors)
    {
        if (new FieldReader(body, errors).Needed("data") is not { } list) return null;
        if (list.ValueKind != JsonValueKind.Array) errors.Add("data", $"Expected a list of items but got type \"{JsonText.PythonType(list.ValueKind)}\".");
        else if (list.GetArrayLength() > EntriesMax) errors.Add("data", $"Ensure this field has no more than {EntriesMax} elements.");
        return errors.Any ? null : list;
    }

    private static (IdentityRequest? Request, byte[]? Error) Read(JsonElement entry)
    {
        var (request, error) = IdentityRequestReader.Read(JsonMarshal.GetRawUtf8Value(entry));
        // Who gives no identifier is anonymous elsewhere; here nobody waits for the answer, so there is nothing to do for nobody.
        return request is { Identifier: null }
            ? (null, """{"identifier":["This field is required."]}"""u8.ToArray())
            : (request, error?.Json);
    }

    private async Task RecordAsync(HttpContext http, KeyGrant grant, IEnumerable<IdentityRequest> requests)
    {
        // Different identities at once, so that they share commits; the entries of one identity in their order.
        var recorded = await Task.WhenAll(requests.GroupBy(request => request.Identifier, StringComparer.Ordinal).Select(RecordInOrderAsync));
        if (recorded.Contains(false)) await IdentitiesEndpoint.NotDurableAsync(http);
        else await Answers.JsonAsync(http, StatusCodes.Status201Created, s_created);

        async Task<bool> RecordInOrderAsync(IEnumerable<IdentityRequest> entries)
        {
            var isRecorded = true;
            foreach (var request in entries) isRecorded &= await identities.RecordAsync(grant, request, http.RequestAborted);
            return isRecorded;
        }
    }

    private static Task RefuseAsync(HttpContext http, IEnumerable<(IdentityRequest? Request, byte[]? Error)> entries) =>
        Answers.JsonAsync(http, StatusCodes.Status400BadRequest, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data"u8);
            foreach (var (_, error) in entries) json.WriteRawValue(error ?? "{}"u8.ToArray());
            json.WriteEndArray();
            json.WriteString("code"u8, Contracts.ErrorCodes.Invalid);
            json.WriteEndObject();
        });
}
