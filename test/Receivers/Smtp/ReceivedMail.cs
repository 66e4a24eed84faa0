using System.Text;

namespace Guidon.Receivers.Smtp;

/// <summary>One message as it came.</summary>
/// <param name="From">Of the envelope.</param>
/// <param name="To">Of the envelope.</param>
/// <param name="User">Who sent it; null when nobody showed a name.</param>
/// <param name="IsSecure">Whether the conversation was encrypted.</param>
/// <param name="Raw">The message's bytes.</param>
public sealed record ReceivedMail(string From, IReadOnlyList<string> To, string? User, bool IsSecure, byte[] Raw)
{
    /// <summary>The raw headers, unfolded, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; } = ReadHeaders(Encoding.Latin1.GetString(Raw));

    /// <summary>The only header of this name; empty when there is none, and an error when there are two.</summary>
    public string Header(string name) => Headers.SingleOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";

    private static List<KeyValuePair<string, string>> ReadHeaders(string text)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var line in text.Split("\r\n").TakeWhile(line => line.Length > 0))
        {
            if (line[0] is ' ' or '\t' && headers.Count > 0) headers[^1] = new(headers[^1].Key, headers[^1].Value + line);
            else if (line.IndexOf(':') is > 0 and var at) headers.Add(new(line[..at], line[(at + 1)..].Trim()));
            else headers.Add(new("", line));
        }

        return headers;
    }
}
