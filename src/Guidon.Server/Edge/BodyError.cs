namespace Guidon.Server.Edge;

/// <summary>Why a body was refused: one JSON answer, ready to send.</summary>
/// <param name="Status">400, 413 or 415.</param>
/// <param name="Json">The whole answer.</param>
internal sealed record BodyError(int Status, byte[] Json)
{
    internal Task SendAsync(HttpContext http) => Answers.JsonAsync(http, Status, Json);
}
