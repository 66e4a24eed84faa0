using System.Text;
using Guidon.Delivery.Settings;

namespace Guidon.Delivery;

/// <summary>Makes what a receiver said fit to be kept: no secrets of the destination in any spelling, no control characters, at most 4 KB.</summary>
internal sealed class Redaction
{
    private const int BytesMax = 4_096;

    // Shorter ones would blot out half of any text, and protect nothing.
    private const int SecretCharactersMin = 4;

    private readonly (string Text, string Veil)[] _secrets;

    internal Redaction(Integration integration, SettingsValues values) =>
        _secrets =
        [
            .. integration.Fields.Concat(DeliveryFields.All).Where(field => field.Kind == SettingKind.Secret)
                .Select(field => values.Text(field.Name))
                .Where(secret => secret.Length >= SecretCharactersMin)
                .SelectMany(secret => Written(secret).Select(text => (text, SettingsView.Veiled(secret))))
                .OrderByDescending(secret => secret.text.Length),
        ];

    // A receiver that echoes a request has it as it was sent: in a body, in an address, or as the user of Basic.
    private static IEnumerable<string> Written(string secret) =>
        Spellings.Of(secret).Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret + ":")));

    /// <summary>The answer to one attempt, for a parked event.</summary>
    internal string Clean(string detail, Answer answer)
    {
        var body = Encoding.UTF8.GetString(answer.Body.Span);   // whole: a secret that the cut halves would not be found
        return Clean($"{(detail.Length == 0 ? "" : detail + "; ")}{answer.Said}{(body.Length == 0 ? "" : ": " + body)}");
    }

    /// <param name="text">What a person shall see of it.</param>
    /// <param name="bytesMax">Longer texts are cut.</param>
    internal string Clean(string text, int bytesMax = BytesMax)
    {
        foreach (var (secret, veil) in _secrets) text = text.Replace(secret, veil, StringComparison.Ordinal);
        text = string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = char.IsControl(source[i]) ? ' ' : source[i];
        });
        if (Encoding.UTF8.GetByteCount(text) <= bytesMax) return text;
        var bytes = Encoding.UTF8.GetBytes(text);
        return Encoding.UTF8.GetString(bytes, 0, bytesMax).TrimEnd('\uFFFD');
    }
}
