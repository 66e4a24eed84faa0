using Guidon.Contracts;
using Microsoft.AspNetCore.Http.Features;

namespace Guidon.Server.Management.Applications;

/// <summary>The body of an application's request: a form, as OAuth has it, in which nothing stands twice.</summary>
internal sealed class OAuthForm
{
    private const int BytesMax = 32_768;
    private static readonly FormOptions s_limits = new() { ValueCountLimit = 32, KeyLengthLimit = 100, ValueLengthLimit = 8_192 };

    private readonly IFormCollection _form;

    private OAuthForm(IFormCollection form) => _form = form;

    /// <summary>Hands the form to the endpoint, or answers why it cannot be read.</summary>
    internal static async Task AnswerAsync(HttpContext http, Func<OAuthForm, Task> endpoint)
    {
        if (await ReadAsync(http) is { } form) await endpoint(form);
        else await OAuthError.Request("A form (application/x-www-form-urlencoded) of at most 32 values is needed, each of them once and with text.").SendAsync(http);
    }

    /// <summary>A value; <see langword="null"/> when it is missing or empty.</summary>
    internal string? this[string name] => (string?)_form[name] is { Length: > 0 } value ? value : null;

    private static async Task<OAuthForm?> ReadAsync(HttpContext http)
    {
        if (http.Request.ContentType?.Split(';')[0].Trim().Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true) return null;
        // The rest of a refused body is still read, or the answer would be lost with the connection; without a length, the form's own limits end the reading.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = BytesMax + BodyLimits.RefusedBytesMax;
        if (http.Request.ContentLength > BytesMax) throw new BadHttpRequestException($"The form is larger than the limit of {BytesMax} bytes.", StatusCodes.Status413PayloadTooLarge);
        try
        {
            var form = await http.Request.ReadFormAsync(s_limits, http.RequestAborted);
            return form.All(each => each.Value is [var value] && value?.Contains('\0', StringComparison.Ordinal) == false) ? new OAuthForm(form) : null;
        }
        catch (InvalidDataException)
        {
            return null;   // beyond a limit, or no form
        }
        catch (IOException error) when (error is not BadHttpRequestException)
        {
            // The caller is gone: no fault of ours, so it must not look like one.
            throw new BadHttpRequestException("The form could not be read.", StatusCodes.Status400BadRequest, error);
        }
    }
}
