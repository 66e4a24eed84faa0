using System.Net;
using System.Text;

namespace Guidon.Server.Tests.Realtime;

/// <summary>A subscriber that reads block by block: what stands between two blank lines.</summary>
public sealed class EventStream : IDisposable
{
    private readonly StreamReader _reader;

    private EventStream(HttpResponseMessage answer, StreamReader reader) => (Answer, _reader) = (answer, reader);

    public HttpResponseMessage Answer { get; }

    public static async Task<EventStream> OpenAsync(HttpClient http, string key)
    {
        var answer = await http.GetAsync($"sse/environments/{key}/stream", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new EventStream(answer, new StreamReader(await answer.Content.ReadAsStreamAsync(), Encoding.UTF8));
    }

    /// <summary>The next block without its blank line; null at the end of the stream.</summary>
    public async Task<string?> NextBlockAsync()
    {
        var block = new StringBuilder();
        while (await _reader.ReadLineAsync() is { } line)
        {
            if (line.Length == 0) return block.ToString();
            block.Append(line).Append('\n');
        }

        return null;
    }

    /// <summary>The number of the next event, as it was written; null at the end of the stream. Comments are passed over.</summary>
    public async Task<string?> NextUpdateAsync()
    {
        while (await NextBlockAsync() is { } block)
        {
            if (!block.StartsWith(':')) return block.Split("\"updated_at\": ")[1].Split('}')[0];
        }

        return null;
    }

    public void Dispose()
    {
        _reader.Dispose();
        Answer.Dispose();
    }
}
