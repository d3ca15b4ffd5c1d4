@echo off
rem Builds the reports of this folder and opens the site. Double-click this file.
setlocal DisableDelayedExpansion
chcp 65001 >nul
pushd "%~dp0" || goto nofolder
set "ANNEXA=annexa.exe"
if exist "%~dp0annexa.exe" set "ANNEXA=%~dp0annexa.exe"
if not exist "%~dp0annexa.exe" where /q annexa.exe || goto noprogram
"%ANNEXA%" build
set "STATUS=%ERRORLEVEL%"
echo.
if "%STATUS%"=="0" echo Done.
if not "%STATUS%"=="0" echo It ended with status %STATUS%; what to mend stands above.
if "%STATUS%"=="0" if exist "output\{{first}}\site\index.html" start "" "output\{{first}}\site\index.html"
popd
pause
exit /b %STATUS%

:noprogram
echo annexa.exe is not here. Copy it beside this file:
echo   "%~dp0"
popd
pause
exit /b 2

:nofolder
echo The folder of this file cannot be opened.
pause
exit /b 2
