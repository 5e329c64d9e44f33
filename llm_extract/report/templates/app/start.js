"use strict";

App.start();
