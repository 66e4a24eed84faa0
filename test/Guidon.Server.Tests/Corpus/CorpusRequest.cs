namespace Guidon.Server.Tests.Corpus;

/// <summary>One request of the corpus.</summary>
/// <param name="Key">The environment key; null for none.</param>
/// <param name="Headers">Besides the key and the content type.</param>
/// <param name="Body">Sent as JSON; null for none.</param>
public sealed record CorpusRequest(string Method, string Path, string? Key, string? Body, params (string Name, string Value)[] Headers)
{
    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), Path);
        if (Key is not null) message.Headers.TryAddWithoutValidation("X-Environment-Key", Key);
        foreach (var (name, value) in Headers) message.Headers.TryAddWithoutValidation(name, value);
        if (Body is not null) message.Content = new StringContent(Body, System.Text.Encoding.UTF8, "application/json");
        return message;
    }

    public override string ToString() =>
        $"{Method} {Path} key {Key ?? "none"}{string.Concat(Headers.Select(header => $", {header.Name}: {header.Value}"))}{(Body is null ? "" : $", body {Body}")}";
}
